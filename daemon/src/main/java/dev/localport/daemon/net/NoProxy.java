package dev.localport.daemon.net;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The rules of {@code NO_PROXY} as golang.org/x/net/http/httpproxy reads them, and so kubectl: a
 * name means itself and what ends with it behind a dot, {@code .name} and {@code *.name} only the
 * latter; an address and a network mean addresses that are written as such, and no name is looked
 * up; a port may follow; {@code *} means everything. {@code localhost} and loopback addresses are
 * never reached through a proxy of the environment. Immutable.
 */
final class NoProxy {
  private static final int BYTE = 8;
  private static final int ANY_PORT = 0;
  private static final int MOST_PORT = 65_535;

  private final List<Rule> rules;

  private NoProxy(List<Rule> rules) {
    this.rules = rules;
  }

  private sealed interface Rule {
    boolean means(String host, @Nullable InetAddress address, int port);

    record Everything() implements Rule {
      @Override
      public boolean means(String host, @Nullable InetAddress address, int port) {
        return true;
      }
    }

    record Network(InetAddress base, int bits) implements Rule {
      @Override
      public boolean means(String host, @Nullable InetAddress address, int port) {
        return address != null && isIn(address.getAddress(), base.getAddress());
      }

      private boolean isIn(byte[] address, byte[] network) {
        if (address.length != network.length) {
          return false;
        }
        for (int bit = 0; bit < bits; bit++) {
          int mask = 1 << (BYTE - 1 - bit % BYTE);
          if ((address[bit / BYTE] & mask) != (network[bit / BYTE] & mask)) {
            return false;
          }
        }
        return true;
      }
    }

    /** {@code port} is 0 for any. */
    record Address(InetAddress only, int port) implements Rule {
      @Override
      public boolean means(String host, @Nullable InetAddress address, int wanted) {
        return only.equals(address) && (port == 0 || port == wanted);
      }
    }

    /** {@code suffix} begins with a dot; {@code port} is 0 for any. */
    record Domain(String suffix, boolean itself, int port) implements Rule {
      @Override
      public boolean means(String host, @Nullable InetAddress address, int wanted) {
        return (host.endsWith(suffix) || (itself && host.equals(suffix.substring(1))))
            && (port == 0 || port == wanted);
      }
    }
  }

  /** Reads the variable's value; what is no rule is passed over. */
  static NoProxy of(@Nullable String value) {
    List<Rule> rules = new ArrayList<>();
    for (String part : (value == null ? "" : value).split(",", -1)) {
      Rule rule = rule(part.strip().toLowerCase(Locale.ROOT));
      if (rule != null) {
        rules.add(rule);
      }
    }
    return new NoProxy(List.copyOf(rules));
  }

  private static @Nullable Rule rule(String text) {
    if (text.equals("*")) {
      return new Rule.Everything();
    }
    if (text.contains("/")) {
      return network(text);
    }
    String host = text;
    int port = ANY_PORT;
    int colon = text.lastIndexOf(':');
    if (colon >= 0 && literal(text) == null) {
      host = text.substring(0, colon);
      String given = text.substring(colon + 1);
      port = given.isEmpty() ? ANY_PORT : number(given, MOST_PORT);
      if (port < 0 || (port == ANY_PORT && !given.isEmpty())) {
        return null; // no server has such a port
      }
    }
    InetAddress address = literal(host);
    if (address != null) {
      return new Rule.Address(address, port);
    }
    String domain = host.startsWith("*.") ? host.substring(1) : host;
    if (domain.isEmpty()) {
      return null;
    }
    boolean itself = !domain.startsWith(".");
    return new Rule.Domain(itself ? "." + domain : domain, itself, port);
  }

  private static @Nullable Rule network(String text) {
    String[] parts = text.split("/", 2);
    InetAddress base = literal(parts[0]);
    int bits = base == null ? -1 : number(parts[1], base.getAddress().length * BYTE);
    return base == null || bits < 0 ? null : new Rule.Network(base, bits);
  }

  /** Returns the number, or -1 where it is none up to {@code most}. */
  private static int number(String text, int most) {
    return text.matches("\\d{1,5}") && Integer.parseInt(text) <= most ? Integer.parseInt(text) : -1;
  }

  private static @Nullable InetAddress literal(String text) {
    boolean brackets = text.startsWith("[") && text.endsWith("]");
    try {
      return InetAddress.ofLiteral(brackets ? text.substring(1, text.length() - 1) : text);
    } catch (IllegalArgumentException e) {
      return null; // a name
    }
  }

  /** Returns whether a server is reached without a proxy. */
  boolean covers(String host, int port) {
    InetAddress address = literal(host);
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost")
        || (address != null && address.isLoopbackAddress())
        || rules.stream().anyMatch(rule -> rule.means(name, address, port));
  }
}
