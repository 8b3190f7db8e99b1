package dev.localport.daemon.net;

import io.netty.handler.ssl.SslContext;
import org.jspecify.annotations.Nullable;

/**
 * A proxy between us and an API server. Immutable.
 *
 * @param kind how it is spoken to
 * @param host name or address, without brackets
 * @param port TCP port
 * @param user null where it asks for none
 * @param password null where it asks for none
 * @param tls what it is trusted by, of an HTTPS proxy; null for the others
 * @param origin where the user wrote it, in words: what to fix when it does not work
 */
public record Proxy(
    Kind kind,
    String host,
    int port,
    @Nullable String user,
    @Nullable String password,
    @Nullable SslContext tls,
    String origin) {

  /** How a proxy is spoken to. */
  public enum Kind {
    /** HTTP CONNECT. */
    HTTP("http"),
    /** HTTP CONNECT over TLS. */
    HTTPS("https"),
    /** SOCKS version 5; the proxy looks names up. */
    SOCKS5("socks5");

    private final String scheme;

    Kind(String scheme) {
      this.scheme = scheme;
    }

    /** Returns what stands before the {@code ://}. */
    public String scheme() {
      return scheme;
    }
  }

  /** Returns the proxy's URL without user and password, for people. */
  public String label() {
    return "%s://%s:%d"
        .formatted(kind.scheme(), host.contains(":") ? "[" + host + "]" : host, port);
  }

  @Override
  public String toString() {
    return label(); // a record's own words would hold the password
  }
}
