package dev.localport.daemon.forward.local;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SmallWritesTest {
  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final SmallWrites writes = new SmallWrites(channel);

  SmallWritesTest() {
    channel.config().setAllocator(allocator);
  }

  @AfterEach
  void leavesNothingBehind() {
    channel.finishAndReleaseAll();
    assertThat(allocator.metric().usedHeapMemory()).isZero();
    assertThat(allocator.metric().usedDirectMemory()).isZero();
  }

  private void write(String text) {
    writes.write(allocator.buffer(text.length()).writeBytes(text.getBytes(US_ASCII)));
  }

  private List<String> written() {
    List<String> all = new ArrayList<>();
    for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
      all.add(part.toString(US_ASCII));
      part.release();
    }
    return all;
  }

  @Test
  void smallPiecesLeaveAsOne() {
    write("a");
    write("b");
    write("c");
    writes.flush();

    assertThat(written()).containsExactly("abc");
  }

  @Test
  void theOrderStaysAroundAGreatPiece() {
    String great = "x".repeat(SmallWrites.SMALL + 1);
    write("a");
    write("b");
    write(great);
    write("c");
    writes.flush();

    assertThat(written()).containsExactly("ab", great, "c");
  }

  @Test
  void manyPiecesWaitAsFew() {
    for (int i = 0; i < 100_000; i++) {
      write(Integer.toString(i % 10));
    }
    writes.flush();

    List<String> written = written();
    assertThat(String.join("", written)).isEqualTo("0123456789".repeat(10_000));
    assertThat(written.size()).isLessThan(50);
  }

  @Test
  void nothingIsSentWhereNothingWasWritten() {
    writes.flush();
    writes.drain();

    assertThat(written()).isEmpty();
  }
}
