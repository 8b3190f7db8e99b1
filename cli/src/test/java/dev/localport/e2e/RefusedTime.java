package dev.localport.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Connects to a port all the time, and measures for how long at most it was refused in a row. */
final class RefusedTime implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(5);

  private final AtomicLong longest = new AtomicLong();
  private final int port;
  private final Thread thread;

  private RefusedTime(int port) {
    this.port = port;
    this.thread = Thread.ofPlatform().daemon().name("refused").start(this::watch);
  }

  /** Begins to measure. */
  static RefusedTime watch(int port) {
    return new RefusedTime(port);
  }

  private void watch() {
    long accepted = System.nanoTime();
    while (!Thread.interrupted()) {
      if (isAccepted()) {
        accepted = System.nanoTime();
      }
      longest.accumulateAndGet(System.nanoTime() - accepted, Math::max);
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private boolean isAccepted() {
    try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /** Returns the longest time without an accepted connection, to 10 ms. */
  Duration longest() {
    return Duration.ofNanos(longest.get());
  }

  /** Ends the measurement, within a moment. */
  @Override
  public void close() {
    thread.interrupt();
  }
}
