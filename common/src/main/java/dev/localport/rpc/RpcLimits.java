package dev.localport.rpc;

import java.time.Duration;

/**
 * How much a server gives to those who connect.
 *
 * @param connections how many are open at a time; for one more, the longest idle one is closed
 * @param firstWord how long a connection may take until its first line
 * @param spares how many file descriptors are kept for connections that come when the process has
 *     no others left
 */
public record RpcLimits(int connections, Duration firstWord, int spares) {
  private static final long SHARE = 8; // of all file descriptors
  private static final int LEAST = 16;
  private static final int MOST = 200;
  private static final int MOST_SPARES = 16;
  private static final Duration FIRST_WORD = Duration.ofSeconds(10);

  /** Requires room for one connection at least. */
  public RpcLimits {
    if (connections < 1 || firstWord.isNegative() || spares < 0) {
      throw new IllegalArgumentException(
          "connections %d, first word %s, spares %d".formatted(connections, firstWord, spares));
    }
  }

  /**
   * Returns what is right for a process with so many file descriptors: up to 200 connections, and
   * not more than an eighth of the descriptors, which are for other things too.
   */
  public static RpcLimits of(long descriptors) {
    int connections = Math.clamp(descriptors / SHARE, LEAST, MOST);
    return new RpcLimits(connections, FIRST_WORD, Math.min(MOST_SPARES, connections / 2));
  }
}
