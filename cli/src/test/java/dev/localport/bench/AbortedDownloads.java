package dev.localport.bench;

import dev.localport.e2e.Http;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A large download at a fixed pace that is broken off, with a reset, and begun again. */
final class AbortedDownloads implements Closeable {
  private static final long BYTES = 1_000_000_000;
  private static final int PER_TICK = 200_000;
  private static final int TICK_MILLIS = 10; // 20 MB/s
  private static final int TIMES = 10;

  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final int port;
  private @Nullable Socket socket; // all on the clock's thread
  private @Nullable InputStream body;

  private AbortedDownloads(int port) {
    this.port = port;
  }

  /** Begins at once; it is broken off ten times within the span. */
  static AbortedDownloads begin(int port, Duration span) {
    AbortedDownloads downloads = new AbortedDownloads(port);
    var _ =
        downloads.clock.scheduleAtFixedRate(downloads::read, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
    long every = span.toMillis() / TIMES;
    var _ =
        downloads.clock.scheduleAtFixedRate(
            downloads::breakOff, every, every, TimeUnit.MILLISECONDS);
    return downloads;
  }

  private void read() {
    try {
      if (socket == null || body == null) {
        socket = Http.connect(port);
        body = Http.open(socket, "/bytes?n=" + BYTES);
      }
      body.skipNBytes(PER_TICK);
    } catch (IOException _) {
      breakOff(); // who forwards broke it: the next tick begins anew
    }
  }

  private void breakOff() {
    try (Socket old = socket) {
      if (old != null) {
        old.setSoLinger(true, 0);
      }
    } catch (IOException _) {
      // it is gone already
    }
    socket = null;
    body = null;
  }

  @Override
  public void close() {
    clock.execute(this::breakOff);
    clock.close();
  }
}
