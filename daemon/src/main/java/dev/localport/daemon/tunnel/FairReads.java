package dev.localport.daemon.tunnel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Gives the sessions of one event loop turns that are short in time, and not in bytes alone. 64 KiB
 * of data are handled in a moment; in frames of one byte each they take a hundred times as long,
 * and all other sessions would wait. What is not read stays with the sender, which then puts more
 * bytes into each frame. What it keeps about one session is confined to that session's event loop.
 */
final class FairReads implements RecvByteBufAllocator {
  /** How often a session is read in one turn: with Netty's own 16 one could hold up the others. */
  static final int MOST_READS = 2;

  /** How long a turn may take, in nanoseconds: 64 KiB of a download need a part of it. */
  static final long TURN_NANOS = 250_000;

  /** How much is read at once, in bytes: at first, and the limits. */
  static final int FIRST_BYTES = 4 * 1024;

  static final int MOST_BYTES = 64 * 1024;
  static final int FEWEST_BYTES = 512;

  private static final int SHRINK = 4;
  private static final int GROW = 2;

  private final LongSupplier nanoTime;
  private final RecvByteBufAllocator sizes =
      new AdaptiveRecvByteBufAllocator().maxMessagesPerRead(MOST_READS);

  /**
   * @param nanoTime monotonic time
   */
  FairReads(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  @Override
  @SuppressWarnings("deprecation") // Netty has no other method for it
  public Handle newHandle() {
    return new Turns((ExtendedHandle) sizes.newHandle());
  }

  /** The turns of one session. */
  private final class Turns extends DelegatingHandle implements ExtendedHandle {
    private final ExtendedHandle reads;
    private int most = FIRST_BYTES;
    private long begun; // the turn
    private long read; // when the bytes were there, and their handling began

    Turns(ExtendedHandle reads) {
      super(reads);
      this.reads = reads;
    }

    @Override
    public void reset(ChannelConfig config) {
      super.reset(config);
      begun = nanoTime.getAsLong();
    }

    @Override
    public int guess() {
      return Math.min(most, super.guess());
    }

    @Override
    public ByteBuf allocate(ByteBufAllocator allocator) {
      return allocator.ioBuffer(guess());
    }

    @Override
    public void incMessagesRead(int count) {
      super.incMessagesRead(count);
      read = nanoTime.getAsLong();
    }

    @Override
    public boolean continueReading() {
      return hasTime() && super.continueReading();
    }

    @Override
    public boolean continueReading(UncheckedBooleanSupplier maybeMore) {
      return hasTime() && reads.continueReading(maybeMore);
    }

    /** Asked once the bytes of a read are handled. */
    private boolean hasTime() {
      long now = nanoTime.getAsLong();
      adapt(now - read);
      return now - begun < TURN_NANOS;
    }

    /** It shrinks step by step: one long read may only show that this thread did not run. */
    private void adapt(long took) {
      int bytes = Math.max(1, lastBytesRead());
      if (took > TURN_NANOS) {
        long fitting = Math.max(most / SHRINK, bytes * TURN_NANOS / took);
        most = Math.clamp(fitting, FEWEST_BYTES, most);
      } else if (bytes >= most && took < TURN_NANOS / GROW) {
        most = Math.min(MOST_BYTES, most * GROW);
      }
    }
  }
}
