package dev.localport.daemon.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How much of a session is read before the others on its event loop have their turn. */
class FairReadsTest {
  private static final int TURNS = 20;

  /** What 64 KiB in frames of one byte were seen to take: 4 µs for 9 bytes. */
  private static final long TINY_NANOS_A_BYTE = 444;

  private static final long DATA_NANOS_A_BYTE = 1;

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private long now;

  @SuppressWarnings("deprecation") // Netty has no other method for it
  private final RecvByteBufAllocator.ExtendedHandle handle =
      (RecvByteBufAllocator.ExtendedHandle) new FairReads(() -> now).newHandle();

  @AfterEach
  void close() {
    var _ = channel.close();
  }

  /** Reads one turn from a sender that always has more; returns how many bytes it was. */
  private int turn(long nanosPerByte) {
    handle.reset(channel.config());
    int bytes = 0;
    do {
      ByteBuf buffer = handle.allocate(UnpooledByteBufAllocator.DEFAULT);
      int read = buffer.writableBytes();
      handle.attemptedBytesRead(read);
      handle.lastBytesRead(read);
      handle.incMessagesRead(1);
      buffer.release();
      bytes += read;
      now += read * nanosPerByte;
    } while (handle.continueReading(() -> true));
    handle.readComplete();
    return bytes;
  }

  private int turns(long nanosPerByte) {
    int last = 0;
    for (int i = 0; i < TURNS; i++) {
      last = turn(nanosPerByte);
    }
    return last;
  }

  @Test
  void aDownloadIsReadInLargePieces() {
    assertThat(turns(DATA_NANOS_A_BYTE)).isEqualTo(FairReads.MOST_READS * FairReads.MOST_BYTES);
  }

  @Test
  void bytesThatTakeLongAreReadForNoLongerThanOneTurn() {
    turns(TINY_NANOS_A_BYTE);

    long begun = now;
    turn(TINY_NANOS_A_BYTE);

    assertThat(now - begun).isLessThan(2 * FairReads.TURN_NANOS);
  }

  @Test
  void aSessionThatBecomesSlowHasItsShortTurnsSoon() {
    turns(DATA_NANOS_A_BYTE);

    for (int i = 0; i < 4; i++) {
      turn(TINY_NANOS_A_BYTE);
    }

    assertThat(turn(TINY_NANOS_A_BYTE)).isLessThan(2 * FairReads.FIRST_BYTES);
  }

  @Test
  void aSessionThatIsFastAgainIsReadInLargePiecesAgain() {
    turns(TINY_NANOS_A_BYTE);

    assertThat(turns(DATA_NANOS_A_BYTE)).isEqualTo(FairReads.MOST_READS * FairReads.MOST_BYTES);
  }

  @Test
  void oneTurnInWhichTheThreadDidNotRunCostsAFewReadsOnly() {
    turns(DATA_NANOS_A_BYTE);
    turn(100 * DATA_NANOS_A_BYTE);

    turn(DATA_NANOS_A_BYTE);
    turn(DATA_NANOS_A_BYTE);

    assertThat(turn(DATA_NANOS_A_BYTE)).isGreaterThan(FairReads.MOST_BYTES);
  }
}
