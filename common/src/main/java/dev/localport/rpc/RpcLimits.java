package dev.localport.rpc;

import java.time.Duration;

/**
 * How much a server grants to its connections.
 *
 * @param connections how many are open at a time; for one more, the longest idle one is closed
 * @param lasting how many of them can stay open, see {@link RpcConnection#keepOpen}; the others are
 *     for commands that end soon
 * @param firstWord how long a connection may take until its first line
 * @param spares how many file descriptors are kept for connections that come when the process has
 *     no others left
 */
public record RpcLimits(int connections, int lasting, Duration firstWord, int spares) {
  private static final long SHARE = 8; // of all file descriptors
  private static final int LEAST = 16;
  private static final int MOST = 200;
  private static final int MOST_SPARES = 16;
  private static final int RESERVED_SHARE = 10; // of all connections
  private static final int LEAST_RESERVED = 4;
  private static final Duration FIRST_WORD = Duration.ofSeconds(10);

  /** Requires room for one connection at least. */
  public RpcLimits {
    if (connections < 1
        || lasting < 0
        || lasting > connections
        || firstWord.isNegative()
        || spares < 0) {
      throw new IllegalArgumentException(
          "connections %d, lasting %d, first word %s, spares %d"
              .formatted(connections, lasting, firstWord, spares));
    }
  }

  /**
   * Returns the limits for a process with this many file descriptors: up to 200 connections, and
   * not more than an eighth of the descriptors, which are for other things too. A tenth of them,
   * and four at least, is reserved for short commands.
   */
  public static RpcLimits of(long descriptors) {
    int connections = Math.clamp(descriptors / SHARE, LEAST, MOST);
    int reserved = Math.max(LEAST_RESERVED, connections / RESERVED_SHARE);
    return new RpcLimits(
        connections, connections - reserved, FIRST_WORD, Math.min(MOST_SPARES, connections / 2));
  }
}
