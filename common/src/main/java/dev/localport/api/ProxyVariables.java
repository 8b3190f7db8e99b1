package dev.localport.api;

import dev.localport.rpc.JsonObject;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a shell's variables say of proxies; each part is null where its variable is not set. May
 * hold passwords, and is not printed. Immutable.
 *
 * @param https {@code HTTPS_PROXY}: the proxy for {@code https://} servers
 * @param http {@code HTTP_PROXY}: the proxy for {@code http://} servers
 * @param none {@code NO_PROXY}: what is reached without one
 * @param authorities {@code SSL_CERT_FILE}: certificates to trust a proxy by
 */
public record ProxyVariables(
    @Nullable String https,
    @Nullable String http,
    @Nullable String none,
    @Nullable String authorities) {
  /** No variable is set. */
  public static final ProxyVariables NONE = new ProxyVariables(null, null, null, null);

  private static final String MASK = "***@";

  /**
   * Reads an environment. The upper-case name goes before the lower-case one, and an empty value
   * counts as none, as in golang.org/x/net/http/httpproxy.
   */
  public static ProxyVariables of(Map<String, String> environment) {
    return new ProxyVariables(
        first(environment, "HTTPS_PROXY", "https_proxy"),
        first(environment, "HTTP_PROXY", "http_proxy"),
        first(environment, "NO_PROXY", "no_proxy"),
        first(environment, "SSL_CERT_FILE"));
  }

  private static @Nullable String first(Map<String, String> environment, String... names) {
    for (String name : names) {
      String value = environment.get(name);
      if (value != null && !value.isEmpty()) {
        return value;
      }
    }
    return null;
  }

  /** Returns the variables as they may be on disk: users and passwords in them are masked. */
  ProxyVariables kept() {
    return new ProxyVariables(masked(https), masked(http), none, authorities);
  }

  private static @Nullable String masked(@Nullable String url) {
    return url == null ? null : url.replaceFirst("^([^/@]*://)?.*@", "$1" + MASK);
  }

  /** Returns whether a password is missing since these were on disk. */
  public boolean isMasked() {
    return isMasked(https) || isMasked(http);
  }

  private static boolean isMasked(@Nullable String url) {
    return url != null && url.contains(MASK);
  }

  @Override
  public String toString() {
    return "https %s, http %s".formatted(isSet(https), isSet(http));
  }

  private static String isSet(@Nullable String value) {
    return value == null ? "not set" : "set";
  }

  /** Returns the variables as they travel and are kept. */
  JsonObject toJson() {
    return JsonObject.builder()
        .put("https", https)
        .put("http", http)
        .put("none", none)
        .put("authorities", authorities)
        .build();
  }

  /** Reads what {@link #toJson} wrote. */
  static ProxyVariables from(JsonObject json) {
    return new ProxyVariables(
        json.findText("https"),
        json.findText("http"),
        json.findText("none"),
        json.findText("authorities"));
  }
}
