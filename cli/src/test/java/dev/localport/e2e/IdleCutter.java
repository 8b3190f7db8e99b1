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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A load balancer between a program and the API server: it cuts a connection on which no byte moved
 * either way for its limit. TCP's own keep-alives do not count, since they end at its sockets.
 * Thread-safe.
 */
final class IdleCutter implements Closeable {
  private static final int BACKLOG = 256;

  private final ServerSocket listener;
  private final int target;
  private final Duration limit;
  private final Manner manner;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger cut = new AtomicInteger();

  /** How it cuts. */
  enum Manner {
    /** It resets both sides. */
    RESET,
    /** It forgets the connection: what either side sends is lost, and both stay open. */
    FORGET
  }

  /** Resets what is idle for the limit. */
  IdleCutter(int target, Duration limit) throws IOException {
    this(target, limit, Manner.RESET);
  }

  /** Listens on a free port of 127.0.0.1, and connects each client to the target there. */
  IdleCutter(int target, Duration limit, Manner manner) throws IOException {
    this.listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    this.target = target;
    this.limit = limit;
    this.manner = manner;
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
        open.add(client);
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        open.add(server);
        Flow flow = new Flow(client, server);
        Thread.ofVirtual().start(() -> flow.copy(client, server));
        Thread.ofVirtual().start(() -> flow.copy(server, client));
      }
    } catch (IOException _) {
      // it was closed
    }
  }

  private final class Flow {
    private final Socket client;
    private final Socket server;
    private long moved = System.nanoTime(); // behind this
    private boolean over; // behind this

    Flow(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    void copy(Socket from, Socket to) {
      byte[] buffer = new byte[16 * 1024];
      try {
        from.setSoTimeout(1000);
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int count = read(in, buffer); count >= 0; count = read(in, buffer)) {
          if (passes(count)) {
            out.write(buffer, 0, count);
          }
        }
      } catch (IOException _) {
        // one of both ends is closed, and the other follows
      }
      end();
    }

    /** Returns 0 where nothing came for a second. */
    private int read(InputStream in, byte[] buffer) throws IOException {
      try {
        return in.read(buffer);
      } catch (SocketTimeoutException _) {
        return 0;
      }
    }

    /** Tells whether bytes may pass, and cuts the connection when it is its time. */
    private synchronized boolean passes(int count) throws IOException {
      if (!over && System.nanoTime() - moved > limit.toNanos()) {
        over = true;
        cut.incrementAndGet();
        if (manner == Manner.RESET) {
          reset();
        }
      }
      if (!over && count > 0) {
        moved = System.nanoTime();
      }
      return !over && count > 0;
    }

    private void reset() throws IOException {
      client.setSoLinger(true, 0);
      server.setSoLinger(true, 0);
      close();
    }

    /** One side ended: the other hears of it, unless the connection is forgotten. */
    private synchronized void end() {
      if (over && manner == Manner.FORGET) {
        return;
      }
      over = true;
      try {
        close();
      } catch (IOException _) {
        // both are closed as far as they can be
      }
    }

    private void close() throws IOException {
      try (client;
          server) {
        open.remove(client);
        open.remove(server);
      }
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
