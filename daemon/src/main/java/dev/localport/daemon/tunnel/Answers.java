package dev.localport.daemon.tunnel;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;

/**
 * Counts the answers to a server's own pings that the line has not taken. A server can ask faster
 * than it reads, and each answer that waits takes memory: past {@link #MOST} the session has to
 * end. Confined to the event loop.
 */
final class Answers {
  /** A server that reads has a handful of them waiting, even behind an upload that is blocked. */
  static final int MOST = 256;

  private final ChannelFutureListener taken = done -> left();
  private int waiting;

  private void left() {
    waiting--;
  }

  /** Returns whether too many answers wait to write another one. */
  boolean isFull() {
    return waiting >= MOST;
  }

  /** Counts an answer until the line has taken it. */
  void add(ChannelFuture written) {
    waiting++;
    var _ = written.addListener(taken);
  }
}
