package dev.localport.daemon.forward.local;

import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One port of a service, bound. Immutable.
 *
 * @param name what the user calls it, or null
 * @param remote the port of the target as the user wrote it
 * @param local where it listens: the same number on 127.0.0.1 and, where the host has IPv6, ::1; or
 *     the one address that the user named
 */
public record PortBinding(@Nullable String name, String remote, List<InetSocketAddress> local) {
  /** Copies the addresses, so that a binding never changes. */
  public PortBinding {
    local = List.copyOf(local);
  }

  /**
   * Returns where it listens as the user knows it.
   *
   * @param written the address that the user named, or null
   */
  public static String text(@Nullable String written, InetSocketAddress address) {
    if (written != null) {
      return written;
    }
    String text = address.getAddress().getHostAddress();
    return text.equals("0:0:0:0:0:0:0:1") ? "::1" : text;
  }

  /** Returns the number, which is the same on all addresses. */
  int number() {
    return local.getFirst().getPort();
  }
}
