package dev.localport.daemon.tunnel;

import io.netty.channel.Channel;

/**
 * The last bound on what waits to be sent to a server. Local connections stop where the line is
 * full, and answers to pings are counted ({@link Answers}); what remains is what libraries answer
 * by themselves, such as the key updates of TLS 1.3.
 */
final class Unsent {
  /** What may wait in addition to the data of connections. */
  private static final long MOST = 4L * 1024 * 1024;

  /** What a connection may add to a line that is full: what it held, and what it just read. */
  private static final long A_STREAM = 128L * 1024;

  private Unsent() {}

  /** Returns whether more waits than connections of that number explain. */
  static boolean isTooMuch(Channel channel, int streams) {
    return channel.bytesBeforeWritable() > MOST + streams * A_STREAM;
  }
}
