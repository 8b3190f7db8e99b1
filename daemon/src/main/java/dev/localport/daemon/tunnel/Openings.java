package dev.localport.daemon.tunnel;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

/**
 * Opens a few connections at a time, in their order. When a session is there again, all clients
 * that waited want a connection of their own at once: a hundred TLS handshakes side by side take
 * seconds each, and a few at a time serve the first clients at once. Confined to the event loop.
 */
final class Openings {
  static final int MOST = 8;

  private final Deque<Opening> waiting = new ArrayDeque<>();
  private int underWay;

  private record Opening(CompletableFuture<?> answer, Runnable start) {}

  /**
   * Starts one when there is room, unless it is given up before.
   *
   * @param answer completes on the event loop when it is open, failed or given up
   */
  void add(CompletableFuture<?> answer, Runnable start) {
    waiting.addLast(new Opening(answer, start));
    startWaiting();
  }

  private void startWaiting() {
    while (underWay < MOST && !waiting.isEmpty()) {
      Opening next = waiting.removeFirst();
      if (!next.answer().isDone()) {
        underWay++;
        next.start().run();
        var _ = next.answer().whenComplete((_, _) -> ended());
      }
    }
  }

  private void ended() {
    underWay--;
    startWaiting();
  }
}
