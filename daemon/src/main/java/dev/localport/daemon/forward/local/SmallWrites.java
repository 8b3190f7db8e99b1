package dev.localport.daemon.forward.local;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/**
 * Writes bytes to a local socket and puts small pieces together: each write that waits for a slow
 * reader takes hundreds of bytes of heap, and a server may send single ones. Nothing is held back
 * beyond {@link #flush}. Confined to the event loop.
 */
final class SmallWrites {
  /** Pieces up to this many bytes are put together. */
  static final int SMALL = 512;

  private static final int TOGETHER = 4096;

  private final Channel channel;
  private @Nullable ByteBuf gathered;

  SmallWrites(Channel channel) {
    this.channel = channel;
  }

  /** Writes bytes, and takes the buffer over. */
  void write(ByteBuf data) {
    if (data.readableBytes() > SMALL) {
      drain();
      var _ = channel.write(data);
    } else if (gathered == null) {
      gathered = data;
    } else {
      gather(gathered, data);
    }
  }

  private void gather(ByteBuf before, ByteBuf data) {
    if (before.readableBytes() + data.readableBytes() > TOGETHER) {
      drain();
      gathered = data;
      return;
    }
    ByteBuf all = before;
    if (before.maxFastWritableBytes() < data.readableBytes()) {
      all = channel.alloc().buffer(TOGETHER).writeBytes(before);
      before.release();
    }
    gathered = all.writeBytes(data);
    data.release();
  }

  /** Writes what was put together. */
  void drain() {
    if (gathered != null) {
      ByteBuf last = gathered;
      gathered = null;
      var _ = channel.write(last);
    }
  }

  /** Writes what was put together and sends all that was written. */
  void flush() {
    drain();
    channel.flush();
  }
}
