package dev.localport.daemon.tunnel;

import dev.localport.api.Failure;
import org.jspecify.annotations.Nullable;

/** What a {@link Heartbeat} asks of its session and does to it. Confined to the event loop. */
interface Pinged {
  /** Sends a ping of this number. */
  void writePing(int id);

  /** Ends the session. */
  void close(Failure why);

  /** An answer is overdue: new connections go elsewhere. */
  void onLate(Failure why);

  /** It was late, and was heard again. */
  void onRecovered();

  /** Returns whether the session is over. */
  boolean isOver();

  /** Returns whether nothing is read now, by our own choice. */
  boolean isStalled();

  /** Returns whether a part of the server may be stuck. */
  boolean isSuspected();

  /** Returns whether an open connection has sent bytes, which its reader may not take. */
  boolean isSending();

  /** Returns whether bytes of ours wait for the line to take them. */
  boolean isBlocked();

  /** Returns how many bytes of connections were handed to the line since the session began. */
  long sentBytes();

  /** Returns what the machine's TCP knows of the line, null where that is not known. */
  @Nullable TcpFlow tcp();
}
