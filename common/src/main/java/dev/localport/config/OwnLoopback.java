package dev.localport.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetAddress;

/**
 * A loopback address for one service alone, so that two databases can both listen on 5432.
 *
 * <p>It follows from the service's name: every machine and every run has the same one, and a
 * connection string can be written down. It lies in 127.64.0.0/10, where neither systemd-resolved
 * (127.0.0.53), Debian's host name (127.0.1.1) nor kubefwd (127.1.27.x) has addresses. That two
 * names of one file get the same one is as good as impossible (one in four million), and is
 * reported as any port that two services want.
 */
final class OwnLoopback {
  private static final int NETWORK = 64;
  private static final int HOSTS = 254; // without 0 and 255, which look like a network's own

  private OwnLoopback() {}

  /** Returns the address of the service that is called {@code name}. */
  static InetAddress of(String name) {
    byte[] sum = Sha256.of(name.getBytes(UTF_8));
    return InetAddress.ofLiteral(
        "127.%d.%d.%d"
            .formatted(
                NETWORK + (sum[0] & (NETWORK - 1)), sum[1] & 0xff, 1 + (sum[2] & 0xff) % HOSTS));
  }
}
