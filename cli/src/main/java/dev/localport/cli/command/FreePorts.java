package dev.localport.cli.command;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/**
 * Tells which local ports nothing listens on at this moment, on all loopback addresses that a
 * service listens on. One that is taken a moment later is reported by the daemon.
 */
record FreePorts(List<InetAddress> addresses) implements IntPredicate {
  /** Returns what looks at this machine, which may have no IPv6. */
  static FreePorts ofMachine() {
    return new FreePorts(
        Stream.of("127.0.0.1", "::1")
            .map(InetAddress::ofLiteral)
            .filter(address -> isFree(address, 0))
            .toList());
  }

  @Override
  public boolean test(int port) {
    return addresses.stream().allMatch(address -> isFree(address, port));
  }

  private static boolean isFree(InetAddress address, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true); // connections that have just ended do not count
      socket.bind(new InetSocketAddress(address, port), 1);
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
