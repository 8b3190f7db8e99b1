package dev.localport.daemon.kube;

import dev.localport.api.FailureKind;
import dev.localport.api.ProxyVariables;
import dev.localport.daemon.net.Endpoint;
import dev.localport.daemon.net.Proxy;
import dev.localport.daemon.net.ProxyChoice;
import dev.localport.daemon.net.ProxyTrust;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Says how tunnels reach an API server. Key and trust managers come from the Kubernetes client,
 * which reads PKCS#1, SEC1 and PKCS#8 keys; Netty's own reader wants PKCS#8.
 */
final class Endpoints {
  private static final int HTTPS = 443;
  private static final int HTTP = 80;

  private Endpoints() {}

  /**
   * Returns the way to a cluster's API server.
   *
   * @param proxyUrl the cluster's {@code proxy-url}, or null
   * @param variables what the user's shell says of proxies
   */
  static Endpoint of(Config config, @Nullable String proxyUrl, ProxyVariables variables)
      throws KubeException {
    URI server = parse(config.getMasterUrl());
    String host = host(server);
    boolean tls = "https".equals(server.getScheme());
    String name = config.getTlsServerName();
    String path = server.getPath() == null ? "" : server.getPath().replaceAll("/+$", "");
    int port = server.getPort() >= 0 ? server.getPort() : tls ? HTTPS : HTTP;
    return new Endpoint(
        host,
        port,
        path,
        tls ? sslContext(config) : null,
        name == null || name.isEmpty() ? host : name,
        proxy(
            ProxyChoice.of(proxyUrl, variables, tls, host, port), config, variables.authorities()));
  }

  private static URI parse(String url) throws KubeException {
    try {
      URI uri = new URI(url);
      if (uri.getHost() != null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      throw new KubeException(
          FailureKind.KUBECONFIG, "the kubeconfig's server \"%s\" is not a URL".formatted(url), e);
    }
    throw new KubeException(
        FailureKind.KUBECONFIG,
        "the kubeconfig's server \"%s\" is not a URL with a host".formatted(url));
  }

  private static String host(URI uri) {
    String host = uri.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private static @Nullable Proxy proxy(
      @Nullable ProxyChoice choice, Config config, @Nullable String authorities)
      throws KubeException {
    if (choice == null) {
      return null;
    }
    ProxyUrl url = ProxyUrl.read(choice.url(), choice.origin());
    return new Proxy(
        url.kind(),
        url.host(),
        url.port(),
        url.user(),
        url.password(),
        url.kind() == Proxy.Kind.HTTPS ? proxyTls(config, authorities) : null,
        choice.origin());
  }

  private static SslContext proxyTls(Config config, @Nullable String authorities)
      throws KubeException {
    try {
      return ProxyTrust.of(authorities, ClusterTrust.of(config));
    } catch (GeneralSecurityException | IOException e) {
      throw new KubeException(
          FailureKind.KUBECONFIG,
          "the certificates for the proxy (SSL_CERT_FILE %s, certificate-authority in the kubeconfig) cannot be used: %s"
              .formatted(authorities == null ? "is not set" : authorities, e.getMessage()),
          e);
    }
  }

  private static SslContext sslContext(Config config) throws KubeException {
    try {
      SslContextBuilder builder =
          SslContextBuilder.forClient()
              .sslProvider(SslProvider.JDK)
              .endpointIdentificationAlgorithm(config.isTrustCerts() ? null : "HTTPS")
              .applicationProtocolConfig(
                  new ApplicationProtocolConfig(
                      Protocol.ALPN,
                      SelectorFailureBehavior.NO_ADVERTISE,
                      SelectedListenerFailureBehavior.ACCEPT,
                      ApplicationProtocolNames.HTTP_1_1)); // HTTP/2 knows no upgrade
      builder.trustManager(ClusterTrust.of(config)[0]);
      KeyManager[] keys = SSLUtils.keyManagers(config);
      if (keys != null && keys.length > 0) {
        builder.keyManager(keys[0]);
      }
      return builder.build();
    } catch (GeneralSecurityException | IOException | RuntimeException e) {
      throw unusable(e);
    }
  }

  /** Says that certificates or keys of the kubeconfig cannot be used. */
  static KubeException unusable(Exception why) {
    return new KubeException(
        FailureKind.KUBECONFIG,
        "the certificates of the kubeconfig cannot be used: " + why.getMessage(),
        why);
  }
}
