package dev.localport.config;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A port of this machine that a service listens on.
 *
 * @param number 1 to 65535
 * @param addresses where, at least one
 */
public record LocalPort(int number, List<InetAddress> addresses) {
  private static final List<InetAddress> LOOPBACK =
      List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::1"));

  /** Copies the list, so that a port never changes. */
  public LocalPort {
    addresses = List.copyOf(addresses);
  }

  /**
   * Describes one.
   *
   * @param bindAddress as in {@link ServiceConfig}; null: both loopback addresses
   */
  static LocalPort of(int number, @Nullable String bindAddress) {
    return new LocalPort(
        number, bindAddress == null ? LOOPBACK : List.of(InetAddress.ofLiteral(bindAddress)));
  }

  /** Returns the ports of a service whose numbers its file says. */
  public static List<LocalPort> of(ServiceConfig service) {
    return service.ports().stream()
        .map(PortMapping::local)
        .filter(number -> number != 0)
        .map(number -> of(number, service.bindAddress()))
        .toList();
  }

  /** Returns whether only one of the two can be listened on at a time. */
  public boolean overlaps(LocalPort other) {
    return number == other.number
        && addresses.stream()
            .anyMatch(one -> other.addresses.stream().anyMatch(two -> overlap(one, two)));
  }

  /* A wildcard of IPv6 takes the ports of IPv4, too. */
  private static boolean overlap(InetAddress one, InetAddress two) {
    return one.equals(two) || isWildcardOver(one, two) || isWildcardOver(two, one);
  }

  private static boolean isWildcardOver(InetAddress wildcard, InetAddress other) {
    return wildcard.isAnyLocalAddress()
        && (!(wildcard instanceof Inet4Address) || other instanceof Inet4Address);
  }
}
