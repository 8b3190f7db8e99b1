package dev.localport.bench;

import dev.localport.e2e.Http;
import dev.localport.testing.Await;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A connection that sends as much as is taken, to a pod that reads nothing. */
final class UnreadUpload implements Closeable {
  private static final int BLOCK = 64 * 1024;
  private static final int QUIET_LOOKS = 10;

  private final Socket socket;
  private final AtomicLong taken = new AtomicLong();

  private UnreadUpload(Socket socket) {
    this.socket = socket;
  }

  /** Sends until nothing more is taken for a while, and goes on trying until it is closed. */
  static UnreadUpload open(int port) throws IOException, InterruptedException {
    UnreadUpload upload = new UnreadUpload(Http.connect(port));
    var _ = Thread.ofVirtual().name("unread-upload").start(upload::send);
    List<Long> seen = new ArrayList<>();
    Await.until(
        "full buffers",
        () -> {
          seen.add(upload.taken.get());
          List<Long> last = seen.subList(Math.max(0, seen.size() - QUIET_LOOKS), seen.size());
          return last.size() == QUIET_LOOKS
              && last.getFirst() > 0
              && last.stream().distinct().count() == 1;
        });
    return upload;
  }

  private void send() {
    byte[] block = new byte[BLOCK];
    try {
      OutputStream out = socket.getOutputStream();
      while (true) {
        out.write(block);
        taken.addAndGet(block.length);
      }
    } catch (IOException _) {
      // closed, or broken by who forwards: what others see of it is measured elsewhere
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
