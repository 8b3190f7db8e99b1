package dev.localport.bench;

import dev.localport.e2e.Http;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** What is asked of the test server over a forwarded port, and how long it takes. */
final class Requests {
  private static final int BLOCK = 100_000;

  /** Something that is timed. */
  @FunctionalInterface
  interface Timed {
    void run() throws IOException;
  }

  private Requests() {}

  /** Returns how many seconds it takes, by the monotonic clock. */
  static double seconds(Timed timed) throws IOException {
    long begin = System.nanoTime();
    timed.run();
    return secondsSince(begin);
  }

  static double secondsSince(long begin) {
    return (System.nanoTime() - begin) / (double) TimeUnit.SECONDS.toNanos(1);
  }

  /** Connects, asks, and reads the first byte of the answer. */
  static void firstByte(int port) throws IOException {
    try (Socket socket = Http.connect(port)) {
      if (Http.open(socket, "/whoami").read() < 0) {
        throw new IOException("the answer is empty");
      }
    }
  }

  /** Asks for 1000 bytes on a new connection; a read that waits longer than the limit fails. */
  static void small(int port, int limitMillis) throws IOException {
    try (Socket socket = Http.connect(port)) {
      socket.setSoTimeout(limitMillis);
      int length = Http.open(socket, "/bytes?n=1000").readAllBytes().length;
      if (length != 1000) {
        throw new IOException("1000 bytes were asked for, %d came".formatted(length));
      }
    }
  }

  static void download(int port, long bytes) throws IOException {
    try (Socket socket = Http.connect(port);
        InputStream body = Http.open(socket, "/bytes?n=" + bytes)) {
      long count = body.transferTo(OutputStream.nullOutputStream());
      if (count != bytes) {
        throw new IOException("%d bytes were asked for, %d came".formatted(bytes, count));
      }
    }
  }

  /** Sends so many bytes, a multiple of 100,000, and reads the count that the server answers. */
  static void upload(int port, long bytes) throws IOException {
    byte[] block = new byte[BLOCK];
    try (Socket socket = Http.connect(port)) {
      OutputStream out = socket.getOutputStream();
      String head =
          "POST /sink HTTP/1.1\r\nHost: test\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
              .formatted(bytes);
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      for (long left = bytes; left > 0; left -= block.length) {
        out.write(block);
      }
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!answer.contains("\"bytes\":" + bytes)) {
        throw new IOException("%d bytes were sent; the server says: %s".formatted(bytes, answer));
      }
    }
  }
}
