package dev.localport.daemon.kube.client;

import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.Cluster;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The {@code server} of a kubeconfig, which may carry a user and a password: kubectl sends them
 * where it has no other credentials. They are shown nowhere.
 *
 * @param text the URL without them
 * @param user null where it names none
 * @param password null where it names none
 */
record ServerUrl(String text, @Nullable String user, @Nullable String password) {
  private static final String AUTHORITY = "://";

  /**
   * Returns that of a context. Without a scheme it is TLS where anything is said of certificates,
   * else plain HTTP, as client-go's defaultServerUrlFor has it.
   */
  static ServerUrl of(Kubeconfig.Entry entry) {
    Cluster cluster = entry.server().entry();
    AuthInfo user = entry.user().entry();
    String written = Objects.requireNonNullElse(cluster.getServer(), "");
    if (written.contains(AUTHORITY)) {
      return of(written);
    }
    boolean tls =
        Boolean.TRUE.equals(cluster.getInsecureSkipTlsVerify())
            || isAny(cluster.getCertificateAuthority(), cluster.getCertificateAuthorityData())
            || isAny(user.getClientCertificate(), user.getClientCertificateData());
    return of((tls ? "https" : "http") + AUTHORITY + written);
  }

  private static boolean isAny(@Nullable String... values) {
    return Stream.of(values).anyMatch(value -> value != null && !value.isEmpty());
  }

  static ServerUrl of(String written) {
    String url = withLowerCaseScheme(written);
    int begin = url.indexOf(AUTHORITY) + AUTHORITY.length();
    int end = url.lastIndexOf('@');
    if (begin < AUTHORITY.length() || end < begin) {
      return new ServerUrl(url, null, null);
    }
    String[] parts = url.substring(begin, end).split(":", 2);
    return new ServerUrl(
        url.substring(0, begin) + url.substring(end + 1),
        decoded(parts[0]),
        parts.length > 1 ? decoded(parts[1]) : "");
  }

  /** The scheme may be in any case, and is compared with what is in lower case. */
  private static String withLowerCaseScheme(String url) {
    int end = Math.max(0, url.indexOf(AUTHORITY));
    return url.substring(0, end).toLowerCase(Locale.ROOT) + url.substring(end);
  }

  private static String decoded(String part) {
    try {
      return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return part; // a percent sign of its own
    }
  }

  /** Returns the URL for people: what it carries is masked. */
  String shown() {
    return user == null ? text : text.replaceFirst(AUTHORITY, AUTHORITY + "***@");
  }

  @Override
  public String toString() {
    return shown(); // a record's own words would hold the password
  }
}
