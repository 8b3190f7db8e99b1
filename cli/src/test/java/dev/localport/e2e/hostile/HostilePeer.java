package dev.localport.e2e.hostile;

import static dev.localport.e2e.hostile.Bytes.control;
import static dev.localport.e2e.hostile.Bytes.data;
import static dev.localport.e2e.hostile.Bytes.filled;
import static dev.localport.e2e.hostile.Bytes.frame;
import static dev.localport.e2e.hostile.Bytes.ints;
import static dev.localport.e2e.hostile.Bytes.join;
import static dev.localport.e2e.hostile.Bytes.text;
import static dev.localport.e2e.hostile.Bytes.times;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/** What a server at the other end of a port forward may do, each until it is cut off. */
public enum HostilePeer {
  /** Pings as fast as it can. */
  PINGFLOOD(false, true, n -> times(1000, control(6, ints(2 * (n % 1_000_000) + 2)))),
  /** The same, and never reads an answer. */
  PINGNOREAD(false, false, n -> times(1000, control(6, ints(2 * (n % 1_000_000) + 2)))),
  SETTINGS(false, true, n -> times(500, control(4, ints(1, 4, 0x7fffffff)))),
  GOAWAY(false, true, n -> times(500, control(7, ints(0, 0)))),
  /** A control frame of 16 MiB. */
  BIGCTL(false, true, n -> control(4, new byte[0xffffff])),
  /** Data of 16 MiB for an error stream. */
  BIGDATA(false, true, n -> data(1, filled(0xfffff0, 'D'))),
  NOSTREAM(false, true, n -> each(500, i -> data(2 * i + 99_991, text("zz")))),
  RST(false, true, n -> each(999, i -> control(3, ints(i + 1, 1)))),
  WINUP(false, true, n -> times(500, control(9, ints(0, 0x7fffffff)))),
  /** Headers of 50 MB in 50 KB. */
  SYNBOMB(false, true, n -> control(1, join(ints(2 * n, 0), new byte[2], Bomb.HEADERS))),
  SYNFLOOD(
      false, true, n -> each(300, i -> control(1, join(ints(2 * (n * 300 + i), 0), new byte[2])))),
  GARBAGE(false, true, HostilePeer::random),
  /** 3 MB for each stream that is opened, and nothing else. */
  SPDYUNASK(false, true, n -> null),
  /** Single bytes without end for each stream that is opened, and nothing else. */
  SPDYTINY(false, true, n -> null),
  /** A frame in single bytes. */
  ONEB(false, true, n -> n % 5 == 0 ? new byte[] {(byte) 0x80} : null),
  /** A frame of a tebibyte. */
  WS_HUGE(true, true, n -> n == 1 ? frame(true, 2, 1L << 40, zeros()) : zeros()),
  /** A frame of a negative length. */
  WS_NEG(true, true, n -> frame(true, 2, -1, filled(1000, 'A'))),
  /** A message that never ends. */
  WS_FRAG(true, true, n -> frame(false, n == 1 ? 2 : 0, zeros())),
  /** The same, of empty fragments. */
  WS_FRAG1(
      true,
      true,
      n ->
          join(
              n == 1 ? frame(false, 2, new byte[1]) : new byte[0],
              times(1000, frame(false, 0, new byte[0])))),
  WS_PING(true, true, n -> times(500, frame(true, 9, filled(125, 'p')))),
  WS_PINGNOREAD(true, false, n -> times(500, frame(true, 9, filled(125, 'p')))),
  WS_TEXT(true, true, n -> times(100, frame(true, 1, text("\u00ff\u00fe\u001b[m")))),
  /** A ping that is longer than a ping may be. */
  WS_BIGPING(true, true, n -> frame(true, 9, filled(60_000, 'p'))),
  WS_CHAN(true, true, n -> times(500, frame(true, 2, text("\u00feabcd")))),
  WS_CLOSE(
      true,
      true,
      n -> frame(true, 8, join(text("\u0003\u00e8\u001b]0;OWN\u0007"), filled(40, 'x'))));

  /** What is sent next; null: nothing for a moment. */
  @FunctionalInterface
  interface Sending {
    byte @Nullable [] next(int round);
  }

  private final boolean webSocket;
  private final boolean reading;

  @SuppressWarnings("ImmutableEnumChecker") // none of them keeps anything
  private final Sending sending;

  HostilePeer(boolean webSocket, boolean reading, Sending sending) {
    this.webSocket = webSocket;
    this.reading = reading;
    this.sending = sending;
  }

  /** Returns it as the first part of a server's path, the name of its context and its service. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  boolean isWebSocket() {
    return webSocket;
  }

  boolean isReading() {
    return reading;
  }

  /** Returns what is sent to a stream that is opened, by its number; empty: nothing. */
  byte[] gift(int stream) {
    return switch (this) {
      case SPDYUNASK -> times(50, data(stream, filled(60_000, 'X')));
      case SPDYTINY -> stream % 4 == 3 ? times(5000, data(stream, text("X"))) : new byte[0];
      default -> new byte[0];
    };
  }

  /** Tells whether it goes on to send that. */
  boolean isEndless() {
    return this == SPDYTINY;
  }

  byte @Nullable [] next(int round) {
    return sending.next(round);
  }

  private static byte[] zeros() {
    return new byte[60_000];
  }

  private static byte[] each(int count, IntFunction<byte[]> part) {
    return join(IntStream.range(0, count).mapToObj(part).toArray(byte[][]::new));
  }

  private static byte[] random(int seed) {
    byte[] bytes = new byte[60_000];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** A header block whose only value is 50 MB of one letter. */
  private static final class Bomb {
    static final byte[] HEADERS = headers();

    private static byte[] headers() {
      ByteBuffer block = ByteBuffer.allocate(50_000_013);
      block.putInt(1).putInt(1).put((byte) 'a').putInt(200_000_000);
      block.put(filled(50_000_000, 'A'));
      try (Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION)) {
        deflater.setInput(block.array());
        deflater.finish();
        byte[] packed = new byte[1 << 20];
        int length = deflater.deflate(packed);
        return Arrays.copyOf(packed, length);
      }
    }
  }
}
