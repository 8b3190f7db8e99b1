package dev.localport.daemon.kube;

import dev.localport.api.FailureKind;
import dev.localport.daemon.tunnel.Endpoint;
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
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Says how tunnels reach an API server. Key and trust managers come from the Kubernetes client,
 * which reads PKCS#1, SEC1 and PKCS#8 keys; Netty's own reader wants PKCS#8.
 */
final class Endpoints {
  private static final int HTTPS = 443;
  private static final int HTTP = 80;

  private Endpoints() {}

  static Endpoint of(Config config) throws KubeException {
    URI server = parse(config.getMasterUrl(), "server");
    String host = host(server);
    boolean tls = "https".equals(server.getScheme());
    String name = config.getTlsServerName();
    String path = server.getPath() == null ? "" : server.getPath().replaceAll("/+$", "");
    return new Endpoint(
        host,
        server.getPort() >= 0 ? server.getPort() : tls ? HTTPS : HTTP,
        path,
        tls ? sslContext(config) : null,
        name == null || name.isEmpty() ? host : name,
        proxy(tls ? config.getHttpsProxy() : config.getHttpProxy()));
  }

  private static URI parse(String url, String what) throws KubeException {
    try {
      URI uri = new URI(url);
      if (uri.getHost() != null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      throw new KubeException(
          FailureKind.KUBECONFIG,
          "the kubeconfig's %s \"%s\" is not a URL".formatted(what, url),
          e);
    }
    throw new KubeException(
        FailureKind.KUBECONFIG,
        "the kubeconfig's %s \"%s\" is not a URL with a host".formatted(what, url));
  }

  private static String host(URI uri) {
    String host = uri.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private static Endpoint.@Nullable Proxy proxy(@Nullable String url) throws KubeException {
    if (url == null || url.isEmpty()) {
      return null;
    }
    URI uri = parse(url.contains("://") ? url : "http://" + url, "proxy-url");
    Endpoint.ProxyKind kind =
        switch (uri.getScheme()) {
          case "socks5", "socks5h" -> Endpoint.ProxyKind.SOCKS5;
          case "http" -> Endpoint.ProxyKind.HTTP;
          default ->
              throw new KubeException(
                  FailureKind.KUBECONFIG,
                  "proxy-url %s: %s proxies are not supported; use http or socks5"
                      .formatted(url, uri.getScheme()));
        };
    String[] user = uri.getUserInfo() == null ? new String[0] : uri.getUserInfo().split(":", 2);
    int port = uri.getPort() >= 0 ? uri.getPort() : kind == Endpoint.ProxyKind.HTTP ? HTTP : 1080;
    return new Endpoint.Proxy(
        kind, host(uri), port, user.length > 0 ? user[0] : null, user.length > 1 ? user[1] : null);
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
      TrustManager[] trust = SSLUtils.trustManagers(config);
      if (trust != null && trust.length > 0) {
        builder.trustManager(trust[0]);
      }
      KeyManager[] keys = SSLUtils.keyManagers(config);
      if (keys != null && keys.length > 0) {
        builder.keyManager(keys[0]);
      }
      return builder.build();
    } catch (GeneralSecurityException | IOException | RuntimeException e) {
      throw new KubeException(
          FailureKind.KUBECONFIG,
          "the certificates of the kubeconfig cannot be used: " + e.getMessage(),
          e);
    }
  }
}
