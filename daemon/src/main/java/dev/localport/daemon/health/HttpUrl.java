package dev.localport.daemon.health;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a request goes, taken apart; the configuration has checked its form.
 *
 * @param host as in the URL, without brackets; null for a path at the service's local port
 * @param port null for a path at the service's local port
 * @param userInfo what stands before the host, {@code name:password}, or null; secret
 * @param resource path and query
 */
record HttpUrl(
    boolean tls,
    @Nullable String host,
    @Nullable Integer port,
    @Nullable String userInfo,
    String resource) {
  private static final Pattern WHOLE =
      Pattern.compile(
          "http(?<tls>s?)://(?:(?<user>[^/?#@]*)@)?(?<host>\\[[^]]*]|[^:/?#]*)(?::(?<port>\\d+))?"
              + "(?<resource>[^#]*)(?:#.*)?");

  /**
   * Reads one.
   *
   * @param tls what a path stands for; a whole URL says it itself
   */
  static HttpUrl of(String url, boolean tls) {
    Matcher whole = WHOLE.matcher(url);
    if (!whole.matches()) {
      return new HttpUrl(tls, null, null, null, url);
    }
    boolean secure = !whole.group("tls").isEmpty();
    String host = whole.group("host").replaceAll("[\\[\\]]", "");
    String port = whole.group("port");
    int number = port == null ? (secure ? 443 : 80) : Integer.parseInt(port);
    String resource = whole.group("resource");
    return new HttpUrl(
        secure,
        host,
        number,
        whole.group("user"),
        resource.startsWith("/") ? resource : "/" + resource);
  }

  /** Returns the host that the certificate has to name. */
  String hostName() {
    return host == null ? "localhost" : host;
  }

  /**
   * Returns what the header {@code Host} says.
   *
   * @param number of the port that is meant
   */
  String authority(int number) {
    String name = hostName().contains(":") ? "[" + hostName() + "]" : hostName();
    return number == (tls ? 443 : 80) ? name : name + ":" + number;
  }

  /** Returns it without what may be secret: the query and the user. */
  String label() {
    String path = resource.split("\\?", 2)[0];
    return host == null || port == null
        ? path
        : "%s://%s%s".formatted(tls ? "https" : "http", authority(port), path);
  }
}
