package dev.localport.daemon.host;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.DatagramChannel;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The addresses of this machine from which hosts are reached. An interface that leads to none of
 * them, such as the bridge of a container network, does not show here.
 */
final class Routes {
  private static final int ANY_PORT = 443;
  private static final String NONE = "none";

  private Routes() {}

  /**
   * Returns the local addresses by host, as the system's routing table has them; a host whose name
   * cannot be resolved now is left out. Sends nothing to the hosts; blocks for the resolver.
   */
  static Map<String, String> to(Collection<String> hosts) {
    Map<String, String> routes = new TreeMap<>();
    for (String host : hosts) {
      try {
        routes.put(host, to(InetAddress.getAllByName(host)));
      } catch (UnknownHostException e) {
        // no network, or no resolver: both show themselves by what else changes
      }
    }
    return routes;
  }

  private static String to(InetAddress[] addresses) {
    TreeSet<String> local = new TreeSet<>();
    for (InetAddress address : addresses) {
      local.add(to(address));
    }
    return String.join(" ", local);
  }

  /* A datagram socket that is connected has the address that the route gives it. */
  private static String to(InetAddress address) {
    try (DatagramChannel channel = DatagramChannel.open()) {
      channel.connect(new InetSocketAddress(address, ANY_PORT));
      return channel.getLocalAddress() instanceof InetSocketAddress local
          ? local.getAddress().getHostAddress()
          : NONE;
    } catch (IOException e) {
      return NONE; // there is no route now
    }
  }
}
