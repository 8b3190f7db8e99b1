package dev.localport.e2e.hostile;

import static dev.localport.e2e.hostile.Bytes.text;

import dev.localport.testing.Await;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.time.Duration;
import java.util.zip.GZIPOutputStream;

/** Writes answers of HTTP, also such as no server should give. True: the connection goes on. */
final class HttpBytes {
  static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";
  static final String EMPTY = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
  private static final Duration A_SECOND = Duration.ofSeconds(1);

  private HttpBytes() {}

  static void send(Socket client, byte[] bytes) throws IOException {
    client.getOutputStream().write(bytes);
  }

  static byte[] head(int code, String type, String more) {
    return text("HTTP/1.1 %d X\r\nContent-Type: %s\r\n%s\r\n\r\n".formatted(code, type, more));
  }

  static String chunked() {
    return "HTTP/1.1 200 X\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
  }

  static boolean say(Socket client, int code, String json) throws IOException {
    return say(client, code, "application/json", text(json));
  }

  static boolean say(Socket client, int code, String type, byte[] body) throws IOException {
    send(client, head(code, type, "Content-Length: " + body.length));
    send(client, body);
    return true;
  }

  static boolean redirect(Socket client, String to) throws IOException {
    send(client, head(302, "text/plain", "Content-Length: 0\r\nLocation: " + to));
    return true;
  }

  static void chunk(Socket client, byte[] bytes) throws IOException {
    send(client, text(Integer.toHexString(bytes.length) + "\r\n"));
    send(client, bytes);
    send(client, text("\r\n"));
  }

  /** Begins a body and never comes to its end. */
  static boolean endless(Socket client, String begin, byte[] again) throws IOException {
    send(client, text(chunked()));
    if (!begin.isEmpty()) {
      chunk(client, text(begin));
    }
    while (true) {
      chunk(client, again);
    }
  }

  /** Sends the same again and again, as fast as it is taken. */
  static boolean flood(Socket client, String begin, byte[] again) throws IOException {
    send(client, text(begin));
    while (true) {
      send(client, again);
    }
  }

  /** Sends the same once a second. */
  static boolean trickle(Socket client, byte[] again) throws IOException {
    while (true) {
      send(client, again);
      Await.pass(A_SECOND);
    }
  }

  /** Sends a list with a text of 1.5 GB, packed. */
  static boolean bomb(Socket client) throws IOException {
    send(
        client,
        head(
            200, "application/json", "Content-Encoding: gzip\r\nContent-Length: " + Bomb.length()));
    send(client, Bomb.PACKED);
    return true;
  }

  private static final class Bomb {
    static final byte[] PACKED = packed();

    static int length() {
      return PACKED.length;
    }

    /** A packed text may be of several parts (RFC 1952, 2.2). */
    private static byte[] packed() {
      byte[] part = packed(Bytes.filled(10_000_000, 'A'));
      return Bytes.join(
          packed(text("{\"kind\":\"PodList\",\"metadata\":{\"x\":\"")), Bytes.times(150, part));
    }

    private static byte[] packed(byte[] bytes) {
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
        out.write(bytes);
      } catch (IOException e) {
        throw new UncheckedIOException("memory does not fail", e);
      }
      return packed.toByteArray();
    }
  }
}
