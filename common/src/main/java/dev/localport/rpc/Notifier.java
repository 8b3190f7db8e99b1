package dev.localport.rpc;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The notifications of one connection that wait to be sent: a bounded queue that any thread may
 * fill, and one thread that empties it. What does not fit is counted, and the peer is notified once
 * the queue is empty: so there is one hole, not a thousand small ones.
 */
final class Notifier {
  /** How many notifications wait for a slow peer. */
  static final int QUEUE_SIZE = 1_000;

  private record Notification(long sequence, String method, JsonObject params) {
    static Notification missed(long sequence, long from, long to, @Nullable Object at) {
      JsonObject.Builder params =
          JsonObject.builder()
              .put("numbers", RpcConnection.OF_CONNECTION)
              .put("from", from)
              .put("to", to);
      if (at != null) {
        params.put("at", at);
      }
      return new Notification(sequence, RpcConnection.MISSED, params.build());
    }

    @Nullable Object at() {
      return params.asMap().get("at");
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
  private @Nullable Object missedAt; // the time of the last one that was dropped, if it has one

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
    } else {
      missedFrom = missedFrom == 0 ? sequence : missedFrom;
      missedAt = params.asMap().get("at");
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
      next = Notification.missed(sequence + 1, missedFrom, sequence, missedAt);
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
            Notification.missed(next.sequence(), next.sequence(), next.sequence(), next.at())
                .line());
      }
    }
  }
}
