package dev.localport.daemon.net;

import io.netty.handler.ssl.SslContext;
import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;

/**
 * Where an API server is and how it is reached. Immutable.
 *
 * @param host name or address, without brackets
 * @param port TCP port
 * @param basePath what stands before {@code /api} in the server's URL: empty, or begins with a
 *     slash
 * @param tls null for plain HTTP
 * @param serverName the name that the server's certificate has to carry and that is sent as SNI
 * @param proxy null for a direct connection
 */
public record Endpoint(
    String host,
    int port,
    String basePath,
    @Nullable SslContext tls,
    String serverName,
    @Nullable Proxy proxy) {

  /** Returns host and port as they stand in a URL. */
  public String authority() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  /** Returns whether the server is called by a name and not by an address. */
  public boolean isNamed() {
    return NetUtil.createInetAddressFromIpAddressString(host) == null;
  }

  /** Returns the same endpoint for callers that do TLS themselves, or for bytes that are TLS. */
  Endpoint withoutTls() {
    return new Endpoint(host, port, basePath, null, serverName, proxy);
  }
}
