package dev.localport.daemon.kube.client;

import dev.localport.api.FailureKind;
import dev.localport.paths.RegularFile;
import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.Cluster;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Turns a kubeconfig's context into the Kubernetes client's settings.
 *
 * <p>Field by field and not through the client's own reading of the file: that one leaves out
 * {@code tokenFile}. Of proxies it knows nothing: see {@link #through}. Nor of impersonation:
 * {@link ApiConnection} adds the headers that tunnels have, since the client knows no {@code
 * as-uid}, and sends keys of {@code as-user-extra} that no header may have.
 */
final class ClientConfig {
  private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
  private static final int REQUEST_TIMEOUT_MILLIS = 10_000;

  private ClientConfig() {}

  /**
   * Returns the settings; {@code exec} carries the certificate of a credential plug-in, or is null.
   * Files that the kubeconfig names are read here: the client would read whatever they lead to.
   *
   * @throws KubeException if such a file cannot be read
   */
  static Config of(Kubeconfig.Entry entry, @Nullable PluginAnswer exec) throws KubeException {
    Cluster cluster = entry.server().entry();
    AuthInfo user = entry.user().entry();
    ServerUrl server = ServerUrl.of(entry);
    boolean named = user.getUsername() != null && user.getPassword() != null;
    boolean bare = !named && !Tokens.areIn(user); // else Go sends what the user's entry has
    boolean insecure = Boolean.TRUE.equals(cluster.getInsecureSkipTlsVerify());
    ConfigBuilder builder =
        new ConfigBuilder(Config.empty())
            .withMasterUrl(server.text())
            .withNamespace(entry.namespace())
            .withTrustCerts(insecure)
            .withDisableHostnameVerification(insecure)
            .withCaCertData(insecure ? null : authority(entry.server()))
            .withTlsServerName(cluster.getTlsServerName())
            .withUsername(bare ? server.user() : user.getUsername())
            .withPassword(bare ? server.password() : user.getPassword())
            .withConnectionTimeout(CONNECT_TIMEOUT_MILLIS)
            .withRequestTimeout(REQUEST_TIMEOUT_MILLIS)
            .withRequestRetryBackoffLimit(0) // when to try again is the forward's business
            .withOnlyHttpWatches(true) // a refused WebSocket's answer is kept without a limit
            .withWatchReconnectLimit(0) // and the watch's own: it reads the list first
            .withUserAgent("localport");
    if (exec != null && exec.hasCertificate()) {
      builder
          .withClientCertData(base64(String.valueOf(exec.certificate())))
          .withClientKeyData(base64(String.valueOf(exec.key())));
    } else {
      builder
          .withClientCertData(
              data(
                  "client-certificate",
                  user.getClientCertificateData(),
                  entry.user().resolve(user.getClientCertificate())))
          .withClientKeyData(
              data(
                  "client-key",
                  user.getClientKeyData(),
                  entry.user().resolve(user.getClientKey())));
    }
    Config config = builder.build();
    if (config.getClientKeyData() != null) {
      config.setClientKeyAlgo(KeyAlgorithm.of(config));
    }
    return config;
  }

  /** Returns the certificates of an authority in base64; null where the kubeconfig names none. */
  static @Nullable String authority(Kubeconfig.Located<Cluster> server) throws KubeException {
    Cluster cluster = server.entry();
    return data(
        "certificate-authority",
        cluster.getCertificateAuthorityData(),
        server.resolve(cluster.getCertificateAuthority()));
  }

  /* As client-go: what stands in the kubeconfig itself holds over a file. */
  private static @Nullable String data(String key, @Nullable String inline, @Nullable String file)
      throws KubeException {
    if (file == null || (inline != null && !inline.isEmpty())) {
      return inline;
    }
    try {
      byte[] content = RegularFile.bytes(Path.of(file), RegularFile.CREDENTIALS);
      if (content.length == 0) { // or the client would take it for none
        throw unreadable(key, file, "is empty", null);
      }
      return Base64.getEncoder().encodeToString(content);
    } catch (NoSuchFileException e) {
      throw unreadable(key, file, "does not exist", e);
    } catch (IOException e) {
      throw unreadable(key, file, "cannot be read: " + e.getMessage(), e);
    }
  }

  private static KubeException unreadable(
      String key, String file, String why, @Nullable IOException cause) {
    return new KubeException(
        FailureKind.KUBECONFIG, "the kubeconfig's %s %s %s".formatted(key, file, why), cause);
  }

  /** Has all calls go through a relay. */
  static void through(Config config, String relay) {
    config.setHttpProxy(relay);
    config.setHttpsProxy(relay);
  }

  private static String base64(String pem) {
    return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8));
  }
}
