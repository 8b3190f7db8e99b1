package dev.localport.daemon.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Callers that wait until everything was asked for once more. One thread, the monitor's. */
final class Refreshes {
  private static final int MOST = 64;

  private final List<CompletableFuture<Boolean>> waiting = new ArrayList<>();

  /** Adds a waiting caller, and returns whether there was room. */
  boolean add(MonitorMessage.RefreshAsked asked) {
    if (waiting.size() >= MOST) {
      asked.dropped();
      return false;
    }
    waiting.add(asked.done());
    return true;
  }

  /** Releases all waiting callers; {@code known} says whether the cluster answered. */
  void settle(boolean known) {
    waiting.forEach(done -> done.complete(known));
    waiting.clear();
  }
}
