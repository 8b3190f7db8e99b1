package dev.localport.daemon.tunnel;

import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * What the owner of a stream gets to know, on the event loop of its session. Exactly one of the
 * last three ends it.
 */
public interface StreamListener {
  /** Bytes from the pod; the listener owns the buffer and releases it. */
  void onData(ByteBuf data);

  /** The pod's side has ended: no more data comes, ours may continue. */
  void onEnd();

  /**
   * The session takes bytes again ({@code true}), or holds too many unsent ones ({@code false}).
   */
  void onWritable(boolean writable);

  /** Both sides have ended in order; nothing more is reported. */
  void onDone();

  /**
   * The stream is broken; nothing more is reported.
   *
   * @param why plain words: the server's own message where it sent one
   * @param aboutPod whether the server says that the pod itself no longer exists, and not only this
   *     connection
   */
  void onBroken(String why, boolean aboutPod);

  /**
   * The stream never came to be, and its session takes no others: nothing of what was written has
   * left this machine. Takes the place of {@link #onBroken}; unless it is handled, it is one.
   *
   * @param written what was written, in order; the listener owns the buffers
   */
  default void onUnopened(String why, boolean aboutPod, List<ByteBuf> written) {
    written.forEach(ByteBuf::release);
    onBroken(why, aboutPod);
  }
}
