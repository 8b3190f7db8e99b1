package dev.localport.daemon.net;

import dev.localport.api.ProxyVariables;
import org.jspecify.annotations.Nullable;

/**
 * Which proxy leads to an API server, as client-go chooses: the cluster's {@code proxy-url} in any
 * case, else the variable of the shell for the server's scheme, unless {@code NO_PROXY} covers the
 * server. {@code ALL_PROXY} counts for nothing, there as here. Pure.
 *
 * @param url as the user wrote it
 * @param origin where it stands, for people
 */
public record ProxyChoice(String url, String origin) {
  /** Returns the choice, or null for the direct way. */
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

  @Override
  public String toString() {
    return origin; // the URL may hold a password
  }
}
