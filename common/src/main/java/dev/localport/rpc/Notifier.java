package dev.localport.rpc;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The notifications of one connection on their way: a bounded queue that any thread may fill, and
 * one thread that empties it. What does not fit is counted, and the peer is told once the queue is
 * empty: so there is one hole, not a thousand small ones.
 */
final class Notifier {
  /** How many notifications wait for a slow peer. */
  static final int QUEUE_SIZE = 1_000;

  private record Notification(long sequence, String method, JsonObject params) {
    static Notification missed(long sequence, long from, long to) {
      return new Notification(
          sequence,
          RpcConnection.MISSED,
          JsonObject.builder().put("from", from).put("to", to).build());
    }

    String line() {
      return RpcRequest.notification(
          method, JsonObject.builder().putAll(params).put("sequence", sequence).build());
    }
  }

  private final LineWriter writer;

  @GuardedBy("this")
  private final Queue<Notification> waiting = new ArrayDeque<>();

  @GuardedBy("this")
  private long sequence;

  @GuardedBy("this")
  private long missedFrom; // 0: none

  @GuardedBy("this")
  private boolean finishing;

  Notifier(LineWriter writer) {
    this.writer = writer;
  }

  /** Takes a notification, or counts it as missed. Never blocks. */
  synchronized void offer(String method, JsonObject params) {
    sequence++;
    if (missedFrom == 0 && waiting.size() < QUEUE_SIZE) {
      waiting.add(new Notification(sequence, method, params));
    } else if (missedFrom == 0) {
      missedFrom = sequence;
    }
    notifyAll();
  }

  /** Lets {@link #run} end once everything that waits is written. */
  synchronized void finish() {
    finishing = true;
    notifyAll();
  }

  private synchronized @Nullable Notification take() throws InterruptedException {
    while (waiting.isEmpty() && missedFrom == 0 && !finishing) {
      wait();
    }
    Notification next = waiting.poll();
    if (next == null && missedFrom > 0) { // all since missedFrom was dropped, up to the last one
      next = Notification.missed(sequence + 1, missedFrom, sequence);
      sequence++;
      missedFrom = 0;
    }
    return next;
  }

  /** Writes what is offered until {@link #finish}, an interrupt, or the end of the connection. */
  void run() throws IOException, InterruptedException {
    for (Notification next = take(); next != null; next = take()) {
      try {
        writer.writeLine(next.line());
      } catch (RpcException _) { // too long for a line: a hole like any other
        writer.writeLine(
            Notification.missed(next.sequence(), next.sequence(), next.sequence()).line());
      }
    }
  }
}
