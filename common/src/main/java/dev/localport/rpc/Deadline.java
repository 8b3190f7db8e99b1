package dev.localport.rpc;

import java.io.IOException;
import java.nio.channels.Channel;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Closes a channel when the time is up and this is not closed before: Unix sockets know no time
 * limits of their own. Costs one small thread while it runs.
 */
final class Deadline implements AutoCloseable, Runnable {
  private final Channel channel;
  private final Duration limit;
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile boolean passed;

  private Deadline(Channel channel, Duration limit) {
    this.channel = channel;
    this.limit = limit;
  }

  static Deadline start(Channel channel, Duration limit) {
    Deadline deadline = new Deadline(channel, limit);
    Thread.ofPlatform().daemon().name("rpc-deadline").start(deadline);
    return deadline;
  }

  /** Waits: for the deadline's own thread alone. */
  @Override
  public void run() {
    try {
      if (!done.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        passed = true;
        channel.close();
      }
    } catch (InterruptedException | IOException _) {
      // this thread is never interrupted; a channel that fails to close is closed all the same
    }
  }

  boolean isPassed() {
    return passed;
  }

  @Override
  public void close() {
    done.countDown();
  }
}
