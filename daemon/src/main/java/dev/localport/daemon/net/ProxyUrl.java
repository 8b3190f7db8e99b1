package dev.localport.daemon.net;

import dev.localport.api.FailureKind;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A proxy's URL as people write it: without a scheme it is an HTTP proxy, and user and password end
 * at the last {@code @}, as Go reads it. {@link java.net.URI} is stricter, and puts the password
 * into its messages. Immutable.
 *
 * @param kind how it is spoken to
 * @param port the scheme's own where none is given
 */
record ProxyUrl(
    Proxy.Kind kind, String host, int port, @Nullable String user, @Nullable String password) {
  private static final int MOST = 65_535;
  private static final Pattern FORM =
      Pattern.compile(
          "(?:(?<scheme>[A-Za-z][A-Za-z0-9+.-]*)://)?(?:(?<user>[^:/?#]*)(?::(?<password>[^/?#]*))?@)?"
              + "(?:\\[(?<six>[0-9A-Fa-f:.%]+)]|(?<host>[^:/?#@\\s\\[\\]]+))(?::(?<port>\\d{1,5}))?(?:[/?#].*)?");

  /**
   * Reads a URL.
   *
   * @param origin where it stands, for the message
   * @throws ConnectionException of kind {@link FailureKind#KUBECONFIG}; its text holds no password
   */
  static ProxyUrl read(String text, String origin) throws ConnectionException {
    Matcher url = FORM.matcher(text.strip());
    if (!url.matches()) {
      throw wrong(text, origin, "it is not a URL with a host");
    }
    Proxy.Kind kind = kind(url.group("scheme"));
    if (kind == null) {
      throw wrong(
          text,
          origin,
          "%s proxies are not supported; use http, https or socks5".formatted(url.group("scheme")));
    }
    int port = url.group("port") == null ? defaultPort(kind) : Integer.parseInt(url.group("port"));
    if (port < 1 || port > MOST) {
      throw wrong(text, origin, port + " is not a port; use 1 to 65535");
    }
    try {
      return new ProxyUrl(
          kind,
          Objects.requireNonNullElseGet(url.group("six"), () -> url.group("host")),
          port,
          decode(url.group("user")),
          decode(url.group("password")));
    } catch (IllegalArgumentException e) { // its message would show part of the password
      throw wrong(text, origin, "write % as %25 in user and password");
    }
  }

  private static Proxy.@Nullable Kind kind(@Nullable String scheme) {
    return switch (scheme == null ? "http" : scheme.toLowerCase(Locale.ROOT)) {
      case "http" -> Proxy.Kind.HTTP;
      case "https" -> Proxy.Kind.HTTPS;
      case "socks5", "socks5h" -> Proxy.Kind.SOCKS5;
      default -> null;
    };
  }

  private static int defaultPort(Proxy.Kind kind) {
    return switch (kind) {
      case HTTP -> 80;
      case HTTPS -> 443;
      case SOCKS5 -> 1080;
    };
  }

  private static @Nullable String decode(@Nullable String part) {
    return part == null || part.isEmpty()
        ? null
        : URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static ConnectionException wrong(String text, String origin, String what) {
    return new ConnectionException(
        FailureKind.KUBECONFIG, "%s %s: %s".formatted(origin, masked(text), what));
  }

  private static String masked(String text) {
    int at = text.lastIndexOf('@');
    int slashes = text.indexOf("://");
    return at < 0
        ? text
        : (slashes >= 0 && slashes < at ? text.substring(0, slashes + 3) : "")
            + "…"
            + text.substring(at);
  }

  @Override
  public String toString() {
    return "%s://%s:%d".formatted(kind.scheme(), host, port); // never the password
  }
}
