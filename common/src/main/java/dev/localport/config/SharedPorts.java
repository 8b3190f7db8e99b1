package dev.localport.config;

import dev.localport.config.form.Place;
import dev.localport.config.form.Value;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reports services of one file that need the same local port: only one of them can listen. Belongs
 * to one read.
 */
final class SharedPorts {
  private static final List<InetAddress> LOOPBACK =
      List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::1"));

  private record Taken(int port, List<InetAddress> addresses, String service, Place at) {
    boolean overlaps(int other, List<InetAddress> others) {
      return port == other
          && addresses.stream().anyMatch(one -> others.stream().anyMatch(two -> overlap(one, two)));
    }
  }

  private final List<Taken> all = new ArrayList<>();

  /**
   * Adds the ports of a service that may run, and reports those that an earlier one has.
   *
   * @param bindAddress what they listen on; null: both loopback addresses
   */
  void add(String service, @Nullable String bindAddress, List<PortsReader.Written> ports) {
    List<InetAddress> addresses =
        bindAddress == null ? LOOPBACK : List.of(InetAddress.ofLiteral(bindAddress));
    List<Taken> own = new ArrayList<>();
    for (PortsReader.Written written : ports) {
      int port = written.port().local();
      if (port != 0) {
        all.stream()
            .filter(taken -> taken.overlaps(port, addresses))
            .findFirst()
            .ifPresent(first -> report(written.at(), port, first));
        own.add(new Taken(port, addresses, service, written.at().at()));
      }
    }
    all.addAll(own);
  }

  private static void report(Value at, int port, Taken first) {
    at.report()
        .doubt(
            at.at(),
            at.path(),
            "local port %d is also used by %s (%s)".formatted(port, first.service(), first.at()),
            "use another one, or auto: only one of the two can run at a time");
  }

  /* A wildcard of IPv6 takes the ports of IPv4 as well. */
  private static boolean overlap(InetAddress one, InetAddress two) {
    return one.equals(two) || isWildcardOver(one, two) || isWildcardOver(two, one);
  }

  private static boolean isWildcardOver(InetAddress wildcard, InetAddress other) {
    return wildcard.isAnyLocalAddress()
        && (!(wildcard instanceof Inet4Address) || other instanceof Inet4Address);
  }
}
