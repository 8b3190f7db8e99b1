package dev.localport.bench;

import dev.localport.e2e.Http;
import dev.localport.testing.Await;
import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Connections that ask for much and read nothing: all buffers on their way are full. */
final class StalledReaders implements Closeable {
  private static final int BYTES = 500_000_000;
  private static final int QUIET_LOOKS = 10;

  private final List<Socket> sockets = new ArrayList<>();

  /** Opens them, and waits until nothing more arrives at any of them. */
  static StalledReaders open(int port, int count) throws IOException, InterruptedException {
    StalledReaders readers = new StalledReaders();
    try {
      for (int i = 0; i < count; i++) {
        readers.add(port);
      }
      readers.awaitQuiet();
      return readers;
    } catch (IOException | InterruptedException e) {
      readers.close();
      throw e;
    }
  }

  private void add(int port) throws IOException {
    Socket socket = Http.connect(port);
    sockets.add(socket);
    String request = "GET /bytes?n=%d HTTP/1.1\r\nHost: test\r\n\r\n".formatted(BYTES);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
  }

  private void awaitQuiet() throws InterruptedException {
    List<Integer> seen = new ArrayList<>();
    Await.until(
        "full buffers",
        () -> {
          seen.add(waiting());
          List<Integer> last = seen.subList(Math.max(0, seen.size() - QUIET_LOOKS), seen.size());
          return last.size() == QUIET_LOOKS
              && last.getFirst() > 0
              && last.stream().distinct().count() == 1;
        });
  }

  private int waiting() throws IOException {
    int bytes = 0;
    for (Socket socket : sockets) {
      bytes += socket.getInputStream().available();
    }
    return bytes;
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
