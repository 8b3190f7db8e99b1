package dev.localport.daemon.podlog;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.localport.daemon.cluster.RestoredFirst;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Waits for an offline cluster, or for a time. From then on until its log is restored the services
 * of the cluster wait for it; they do not wait for one whose peer does not read. Thread-safe.
 */
public final class Wakeup implements RestoredFirst, LogWait {
  @GuardedBy("this")
  private final List<Runnable> waiting = new ArrayList<>();

  @GuardedBy("this")
  private boolean isBack;

  @GuardedBy("this")
  private boolean isAwaiting; // the cluster, or an answer of it

  @Override
  public void onBack(Runnable done) {
    if (!isAwaitedFirst(done)) {
      done.run();
    }
  }

  private synchronized boolean isAwaitedFirst(Runnable done) {
    isBack = true; // also for a wait that is about to begin
    notifyAll();
    if (isAwaiting) {
      waiting.add(done);
    }
    return isAwaiting;
  }

  @Override
  public synchronized void pause(Duration most) throws InterruptedException {
    isAwaiting = true;
    long end = System.nanoTime() + most.toNanos();
    for (long left = most.toMillis(); !isBack && left > 0; ) {
      wait(left);
      left = Duration.ofNanos(end - System.nanoTime()).toMillis();
    }
    isBack = false;
  }

  @Override
  public void restored() {
    List<Runnable> told;
    synchronized (this) {
      told = List.copyOf(waiting);
      waiting.clear();
      isAwaiting = false;
    }
    told.forEach(Runnable::run);
  }
}
