package dev.localport.daemon.kube;

import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.Cluster;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Turns a kubeconfig's context into the Kubernetes client's settings.
 *
 * <p>Field by field and not through the client's own reading of the file: that one leaves out
 * {@code tokenFile} and impersonation. Of proxies it knows nothing: see {@link #through}.
 */
final class ClientConfig {
  private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
  private static final int REQUEST_TIMEOUT_MILLIS = 10_000;

  private ClientConfig() {}

  /**
   * Returns the settings; {@code exec} carries the certificate of a credential plug-in, or is null.
   */
  static Config of(Kubeconfig.Entry entry, ExecPlugin.@Nullable Answer exec) {
    Cluster cluster = entry.server().entry();
    AuthInfo user = entry.user().entry();
    boolean insecure = Boolean.TRUE.equals(cluster.getInsecureSkipTlsVerify());
    ConfigBuilder builder =
        new ConfigBuilder(Config.empty())
            .withMasterUrl(cluster.getServer())
            .withNamespace(entry.namespace())
            .withTrustCerts(insecure)
            .withDisableHostnameVerification(insecure)
            .withCaCertFile(entry.server().resolve(cluster.getCertificateAuthority()))
            .withCaCertData(cluster.getCertificateAuthorityData())
            .withTlsServerName(cluster.getTlsServerName())
            .withUsername(user.getUsername())
            .withPassword(user.getPassword())
            .withConnectionTimeout(CONNECT_TIMEOUT_MILLIS)
            .withRequestTimeout(REQUEST_TIMEOUT_MILLIS)
            .withRequestRetryBackoffLimit(0) // when to try again is the forward's business
            .withWatchReconnectLimit(0) // and the watch's own: it reads the list first
            .withUserAgent("localport");
    if (exec != null && exec.certificate() != null && exec.key() != null) {
      builder.withClientCertData(base64(exec.certificate())).withClientKeyData(base64(exec.key()));
    } else {
      builder
          .withClientCertFile(entry.user().resolve(user.getClientCertificate()))
          .withClientCertData(user.getClientCertificateData())
          .withClientKeyFile(entry.user().resolve(user.getClientKey()))
          .withClientKeyData(user.getClientKeyData());
    }
    if (user.getAs() != null && !user.getAs().isEmpty()) {
      builder.withImpersonateUsername(user.getAs());
      if (user.getAsGroups() != null) {
        builder.withImpersonateGroups(user.getAsGroups().toArray(String[]::new));
      }
      if (user.getAsUserExtra() != null) {
        builder.withImpersonateExtras(user.getAsUserExtra());
      }
    }
    Config config = builder.build();
    if (config.getClientKeyFile() != null || config.getClientKeyData() != null) {
      config.setClientKeyAlgo(KeyAlgorithm.of(config));
    }
    return config;
  }

  /**
   * Has all calls go through a relay. Watches then stay with HTTP: the client's WebSockets may pass
   * by a proxy (fabric8io/kubernetes-client#8029).
   */
  static void through(Config config, String relay) {
    config.setHttpProxy(relay);
    config.setHttpsProxy(relay);
    config.setOnlyHttpWatches(true);
  }

  private static String base64(String pem) {
    return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8));
  }
}
