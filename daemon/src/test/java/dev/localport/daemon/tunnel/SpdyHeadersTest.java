package dev.localport.daemon.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reads the blocks as Go's side does: one zlib stream a session, each block whole at its flush. */
class SpdyHeadersTest {
  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
  private final Inflater inflater = new Inflater();
  private final SpdyHeaders headers = new SpdyHeaders();

  @AfterEach
  void leavesNoBufferBehind() {
    inflater.end();
    assertThat(allocator.metric().usedHeapMemory()).isZero();
  }

  private Map<String, String> read(Map<String, String> written) throws DataFormatException {
    ByteBuf block = headers.encode(allocator, written);
    inflater.setInput(ByteBufUtil.getBytes(block));
    block.release();
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    byte[] chunk = new byte[1000];
    for (int n = inflater.inflate(chunk); n > 0; n = inflater.inflate(chunk)) {
      plain.write(chunk, 0, n);
    }
    assertThat(inflater.needsInput()).isTrue();
    assertThat(inflater.finished()).isFalse();
    return pairs(ByteBuffer.wrap(plain.toByteArray()));
  }

  private static Map<String, String> pairs(ByteBuffer block) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (int left = block.getInt(); left > 0; left--) {
      pairs.put(text(block), text(block));
    }
    assertThat(block.hasRemaining()).isFalse();
    return pairs;
  }

  private static String text(ByteBuffer block) {
    byte[] bytes = new byte[block.getInt()];
    block.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Test
  void manyBlocksAreOneZlibStream() throws DataFormatException {
    for (int request = 0; request < 100; request++) {
      Map<String, String> fields = new LinkedHashMap<>();
      fields.put("port", "5432");
      fields.put("requestid", Integer.toString(request));
      fields.put("streamtype", request % 2 == 0 ? "error" : "data");

      assertThat(read(fields)).containsExactlyEntriesOf(fields);
    }
  }

  @Test
  void anEmptyBlockAndWordsBeyondAsciiArrive() throws DataFormatException {
    assertThat(read(Map.of())).isEmpty();
    assertThat(read(Map.of("naïve", "zürich ✓"))).containsOnly(Map.entry("naïve", "zürich ✓"));
  }

  @Test
  void theLargestBlockFitsIntoOneStoredBlock() throws DataFormatException {
    String value = "x".repeat(65_535 - 4 - 4 - 1 - 4);

    assertThat(read(Map.of("n", value))).containsOnly(Map.entry("n", value));
  }

  @Test
  void aBlockOf70KilobytesIsRefusedAndTheStreamGoesOn() throws DataFormatException {
    assertThatThrownBy(() -> headers.encode(allocator, Map.of("n", "x".repeat(70_000))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a header block of 70013 bytes is over 65535");

    assertThat(read(Map.of("port", "1"))).containsOnly(Map.entry("port", "1"));
  }
}
