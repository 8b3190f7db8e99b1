package dev.localport.daemon.podlog;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.localport.daemon.cluster.RestoredFirst;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Waits for a cluster that is away, or for a time. Thread-safe. */
public final class Wakeup implements RestoredFirst, Rest {
  @GuardedBy("this")
  private final List<Runnable> waiting = new ArrayList<>();

  @GuardedBy("this")
  private boolean isBack;

  @Override
  public synchronized void onBack(Runnable done) {
    waiting.add(done);
    isBack = true;
    notifyAll();
  }

  @Override
  public synchronized void rest(Duration most) throws InterruptedException {
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
    }
    told.forEach(Runnable::run);
  }
}
