package dev.localport.daemon.tunnel;

import io.netty.buffer.ByteBuf;

/** One TCP connection inside a session. Confined to the session's event loop. */
public interface TunnelStream {
  /** Sends bytes to the pod and takes over the buffer; a stream that has ended drops them. */
  void write(ByteBuf data);

  /** Passes on that the client sends no more; the pod's answer may still come. */
  void end();

  /** Gives the connection up, both ways, at once. */
  void reset();

  /** Returns whether the session takes more bytes now. */
  boolean isWritable();

  /**
   * Holds the session's reading back ({@code true}) while this stream's reader is too slow, or lets
   * it continue. A stream that is over holds nothing back.
   */
  void stall(boolean stalled);
}
