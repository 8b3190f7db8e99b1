package dev.localport.daemon.net;

import dev.localport.api.FailureKind;
import dev.localport.api.ProxyVariables;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.security.GeneralSecurityException;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Which proxy leads to an API server, as client-go chooses: the cluster's {@code proxy-url} in any
 * case, else the variable of the shell for the server's scheme, unless {@code NO_PROXY} covers the
 * server. {@code ALL_PROXY} counts for nothing, there as here. Immutable.
 *
 * @param url as the user wrote it
 * @param origin where it stands, for people
 */
public record ProxyChoice(String url, String origin) {
  /** Returns the choice, or null for a direct connection. */
  public static @Nullable ProxyChoice of(
      @Nullable String proxyUrl, ProxyVariables variables, boolean tls, String host, int port) {
    if (proxyUrl != null && !proxyUrl.isEmpty()) {
      return new ProxyChoice(proxyUrl, "proxy-url in the kubeconfig");
    }
    String url = tls ? variables.https() : variables.http();
    return url == null || NoProxy.of(variables.none()).covers(host, port)
        ? null
        : new ProxyChoice(url, tls ? "HTTPS_PROXY" : "HTTP_PROXY");
  }

  /**
   * Returns the proxy that was chosen.
   *
   * @param authorities additional PEM certificates to trust, or null
   * @param cluster trusts the API server, or null
   * @throws ConnectionException if its URL or the certificates for it cannot be used
   */
  public Proxy proxy(@Nullable String authorities, @Nullable TrustManager cluster)
      throws ConnectionException {
    ProxyUrl read = ProxyUrl.read(url, origin);
    boolean tls = read.kind() == Proxy.Kind.HTTPS;
    return new Proxy(
        read.kind(),
        read.host(),
        read.port(),
        read.user(),
        read.password(),
        tls ? tls(authorities, cluster) : null,
        origin);
  }

  private static SslContext tls(@Nullable String authorities, @Nullable TrustManager cluster)
      throws ConnectionException {
    try {
      return Trust.proxy(authorities, cluster);
    } catch (GeneralSecurityException | IOException e) {
      throw new ConnectionException(
          FailureKind.KUBECONFIG,
          "the certificates for the proxy (SSL_CERT_FILE %s, certificate-authority in the kubeconfig) cannot be used: %s"
              .formatted(authorities == null ? "is not set" : authorities, e.getMessage()),
          e);
    }
  }

  @Override
  public String toString() {
    return origin; // the URL may hold a password
  }
}
