package dev.localport.e2e;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A load balancer between the program and the API server: it resets a connection on which nothing
 * moved either way for its limit.
 */
final class IdleCutter implements Closeable {
  private final ServerSocket listener;
  private final int target;
  private final Duration limit;
  private final List<Closeable> open = new CopyOnWriteArrayList<>();
  private final AtomicInteger cut = new AtomicInteger();

  /** Listens on a free port of 127.0.0.1 for what goes to the target there. */
  IdleCutter(int target, Duration limit) throws IOException {
    this.listener = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    this.target = target;
    this.limit = limit;
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Returns how many connections it has cut. */
  int cut() {
    return cut.get();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        open.addAll(List.of(client, server));
        AtomicLong moved = new AtomicLong(System.nanoTime());
        Thread.ofVirtual().start(() -> copy(client, server, moved));
        Thread.ofVirtual().start(() -> copy(server, client, moved));
      }
    } catch (IOException _) {
      // it was closed
    }
  }

  private void copy(Socket from, Socket to, AtomicLong moved) {
    byte[] buffer = new byte[16 * 1024];
    try (from;
        to) {
      from.setSoTimeout(1000);
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      while (true) {
        int count;
        try {
          count = in.read(buffer);
        } catch (SocketTimeoutException _) {
          if (System.nanoTime() - moved.get() > limit.toNanos()) {
            cut.incrementAndGet();
            to.setSoLinger(true, 0);
            from.setSoLinger(true, 0);
            return;
          }
          continue;
        }
        if (count < 0) {
          return;
        }
        moved.set(System.nanoTime());
        out.write(buffer, 0, count);
      }
    } catch (IOException _) {
      // one of both ends is gone, and the other goes with it
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Closeable socket : open) {
      socket.close();
    }
  }
}
