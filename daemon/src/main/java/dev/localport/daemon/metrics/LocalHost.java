package dev.localport.daemon.metrics;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request is for this machine by its own name. A page in a browser can have a name of its
 * own lead to 127.0.0.1 (DNS rebinding) and read what answers there; but then the request names
 * that host.
 */
final class LocalHost {
  /** The host of RFC 9110, 7.2: a name, an IPv4 address, or an IPv6 address in brackets. */
  private static final Pattern HOST =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([^\\[\\]:/@\\s]+))(?::[0-9]{0,5})?");

  private LocalHost() {}

  /**
   * Returns whether the {@code Host} of a request is a loopback name or address.
   *
   * @param headers the values of all headers {@code Host}; null or none in HTTP/1.0
   */
  static boolean isNamedBy(@Nullable List<String> headers) {
    return headers != null && headers.size() == 1 && isLoopback(headers.getFirst().strip());
  }

  private static boolean isLoopback(String host) {
    Matcher form = HOST.matcher(host);
    if (!form.matches()) {
      return false;
    }
    String name = form.group(2);
    if (name == null) {
      return isLoopbackAddress(form.group(1));
    }
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.equals("localhost")
        || lower.endsWith(".localhost") // RFC 6761, 6.3
        || isLoopbackAddress(lower);
  }

  private static boolean isLoopbackAddress(String literal) {
    try {
      return InetAddress.ofLiteral(literal).isLoopbackAddress();
    } catch (IllegalArgumentException e) {
      return false; // a name
    }
  }
}
