package dev.localport.e2e;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The line between the program and an API server on this machine: it counts who connects, and can
 * be cut, with a word or without. May be used from any thread.
 */
final class CountedLine implements Closeable {
  private static final int BACKLOG = 256;

  private final int target;
  private final AtomicLong connections = new AtomicLong();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Set<Socket> forgotten = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition healed = lock.newCondition();
  private final ServerSocket listener;
  private boolean silent; // behind the lock
  private volatile boolean refusing;

  /** Listens on a free port of 127.0.0.1 for what goes to the target there. */
  CountedLine(int target) throws IOException {
    this.target = target;
    this.listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Returns how many connections there have been. */
  long connections() {
    return connections.get();
  }

  /** Loses what comes from either side, and says nothing; who connects gets no answer. */
  void silence() {
    lock.lock();
    try {
      silent = true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Loses what comes over connections that stand, and says nothing, as a router that forgot them;
   * new ones work.
   */
  void forget() {
    forgotten.addAll(open);
  }

  /** Resets all connections, and who connects at once: a load balancer with nobody behind it. */
  void refuse() {
    refusing = true;
    reset();
  }

  /** Serves again; connections that lost something are reset. */
  void heal() {
    reset();
    refusing = false;
    lock.lock();
    try {
      silent = false;
      healed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void reset() {
    for (Socket socket : Set.copyOf(open)) {
      open.remove(socket);
      reset(socket);
    }
  }

  private static void reset(Socket socket) {
    try (socket) {
      socket.setSoLinger(true, 0);
    } catch (IOException _) {
      // it is over already
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        connections.incrementAndGet();
        if (refusing) {
          reset(client);
        } else {
          open.add(client);
          Thread.ofVirtual().start(() -> connect(client));
        }
      }
    } catch (IOException _) {
      // it was closed
    }
  }

  private void connect(Socket client) {
    try {
      awaitSound();
      Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
      open.add(server);
      Thread.ofVirtual().start(() -> copy(client, server));
      copy(server, client);
    } catch (IOException _) {
      open.remove(client);
    }
  }

  private void awaitSound() {
    lock.lock();
    try {
      while (silent) {
        healed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  private void copy(Socket from, Socket to) {
    byte[] buffer = new byte[16 * 1024];
    try (from;
        to) {
      while (true) {
        int count = from.getInputStream().read(buffer);
        if (count < 0) {
          return;
        }
        awaitSound();
        if (!forgotten.contains(from)) {
          to.getOutputStream().write(buffer, 0, count);
        }
      }
    } catch (IOException _) {
      // one of both ends is gone, and the other goes with it
    } finally {
      open.remove(from);
      open.remove(to);
      forgotten.remove(from);
      forgotten.remove(to);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    heal(); // who waits ends
    reset();
  }
}
