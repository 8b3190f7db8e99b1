package dev.localport.daemon.tunnel;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a server must not send, and a session must survive or end over: in order, without a leak.
 */
class HostileServerTest {
  private static final String NO_SPDY = "the server does not speak SPDY/3.1 as expected: ";

  private final SessionFixture at = new SessionFixture();
  private final ToldStream told = new ToldStream();

  @AfterEach
  void leavesNothingBehind() {
    at.close();
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 200);
  }

  @Test
  void aStreamOfTheServersOwnEndsTheSession() {
    at.session.open(80, told);
    at.receive(
        at.server.encodeSynStreamFrame(
            at.allocator, 2, 0, (byte) 0, false, false, SessionFixture.bytes("block")));

    assertThat(at.end().message()).isEqualTo(NO_SPDY + "it opened a stream of its own");
    assertThat(told.told).containsExactly("broken: " + at.end().message());
  }

  @Test
  void anotherVersionEndsTheSession() {
    at.session.open(80, told);
    at.receive(at.allocator.buffer().writeShort(0x8002).writeShort(6).writeInt(4).writeInt(2));

    assertThat(at.end())
        .isEqualTo(new Failure(FailureKind.SESSION, NO_SPDY + "Invalid SPDY Version"));
    assertThat(told.told).containsExactly("broken: " + at.end().message());
  }

  @Test
  void dataForStreamZeroEndsTheSession() {
    at.session.open(80, told);
    at.receive(at.allocator.buffer().writeZero(8));

    assertThat(at.end())
        .isEqualTo(new Failure(FailureKind.SESSION, NO_SPDY + "Invalid Frame Error"));
  }

  /** Control frames: 0x8003, type, flags, length, and too few bytes of content. */
  @ParameterizedTest(name = "type {0} of length {1}")
  @CsvSource({"1, 0", "2, 2", "3, 4", "3, 16777215", "6, 0", "6, 16777215", "7, 16777215", "9, 0"})
  void aControlFrameOfAWrongLengthEndsTheSession(int type, int length) {
    at.session.open(80, told);
    at.receive(frame(type, length));

    assertThat(at.end().message()).startsWith(NO_SPDY);
  }

  private ByteBuf frame(int type, int length) {
    return at.allocator
        .buffer()
        .writeShort(0x8003)
        .writeShort(type)
        .writeByte(0)
        .writeMedium(length);
  }

  @Test
  void aFrameOfAnUnknownTypeIsPassedOver() {
    at.receive(frame(11, 3).writeMedium(7));
    at.receivePing(2);

    assertThat(at.written()).containsExactly("ping 2");
  }

  @Test
  void aDataFrameOfTheGreatestLengthIsDeliveredInPieces() {
    at.session.open(80, told);
    at.receive(at.allocator.buffer().writeInt(3).writeByte(0).writeMedium(0xFFFFFF));
    for (int i = 0; i < 256; i++) {
      at.receive(at.allocator.buffer().writeBytes("y".repeat(65_536).getBytes(US_ASCII)));
    }

    assertThat(told.told.stream().mapToInt(String::length).sum())
        .isEqualTo(0xFFFFFF + told.told.size() * "data ".length());
    assertThat(told.told).hasSize(256);
  }

  @Test
  void aFrameThatComesInSingleBytesIsWhole() {
    at.session.open(80, told);
    ByteBuf frame =
        at.server.encodeDataFrame(at.allocator, 3, true, SessionFixture.bytes("slowly"));
    while (frame.isReadable()) {
      at.receive(at.allocator.buffer(1).writeByte(frame.readByte()));
    }
    frame.release();
    at.advance(Duration.ofMillis(100));

    assertThat(told.told).containsExactly("data slowly", "end");
  }

  @Test
  void aFrameThatIsCutByTheEndIsALostSession() {
    at.session.open(80, told);
    ByteBuf frame = at.server.encodeDataFrame(at.allocator, 3, true, SessionFixture.bytes("cut"));
    at.receive(frame.readRetainedSlice(9));
    frame.release();
    var _ = at.channel.close();
    at.channel.runPendingTasks();

    assertThat(at.end().message()).isEqualTo("the API server closed the session");
    assertThat(told.told).containsExactly("broken: the API server closed the session");
  }

  @Test
  void goodFramesBehindABadOneAreNotRead() {
    at.session.open(80, told);
    ByteBuf bad = frame(6, 0);
    ByteBuf good = at.server.encodeDataFrame(at.allocator, 3, false, SessionFixture.bytes("good"));
    at.receive(at.allocator.compositeBuffer().addComponents(true, bad, good));

    assertThat(told.told).hasSize(1);
    assertThat(told.told.getFirst()).startsWith("broken: " + NO_SPDY);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void randomBytesEndNothingButTheSession(long seed) {
    Random random = new Random(seed);
    at.session.open(80, told);
    at.session.open(81, new ToldStream());
    for (int i = 0; i < 200 && at.channel.isOpen(); i++) {
      byte[] bytes = new byte[1 + random.nextInt(100)];
      random.nextBytes(bytes);
      ByteBuf chunk = random.nextBoolean() ? Unpooled.EMPTY_BUFFER : almostAFrame(random);
      at.receive(at.allocator.buffer().writeBytes(chunk).writeBytes(bytes));
      chunk.release();
    }
    at.session.close(Failures.lost());

    assertThat(at.session.closed()).as("seed %d", seed).isCompleted();
    assertThat(told.told.stream().filter(word -> word.startsWith("broken") || word.equals("done")))
        .as("seed %d", seed)
        .hasSize(1);
    assertThat(at.session.streamCount()).as("seed %d", seed).isZero();
  }

  private ByteBuf almostAFrame(Random random) {
    return frame(1 + random.nextInt(11), random.nextInt(20));
  }
}
