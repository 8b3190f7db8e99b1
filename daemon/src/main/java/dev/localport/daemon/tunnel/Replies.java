package dev.localport.daemon.tunnel;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Notices a server that answers pings and no stream. A kubelet replies to a stream at once, before
 * it dials the pod. A proxy that speaks SPDY itself answers pings also when the pod behind it no
 * longer exists: then pings say nothing, and a stream without a reply says it. Frames arrive in
 * their order: where the answer to a ping that left a while after the stream is there and its reply
 * is not, the line is not the reason. Confined to the event loop.
 */
final class Replies {
  private final ScheduledExecutorService loop;
  private final Duration limit;
  private final LongSupplier nanoTime;
  private final BooleanSupplier excused;
  private final Consumer<CompletableFuture<Void>> ping;
  private final Runnable none;
  private boolean waiting;
  private boolean looking;
  private long since; // monotonic; counts while waiting

  /**
   * @param limit how long a reply may take
   * @param excused says whether something else can delay a reply just now
   * @param ping sends a ping; the future completes with its answer
   * @param none what to do when there was none
   */
  Replies(
      ScheduledExecutorService loop,
      Duration limit,
      LongSupplier nanoTime,
      BooleanSupplier excused,
      Consumer<CompletableFuture<Void>> ping,
      Runnable none) {
    this.loop = loop;
    this.limit = limit;
    this.nanoTime = nanoTime;
    this.excused = excused;
    this.ping = ping;
    this.none = none;
  }

  /** A stream was opened. */
  void asked() {
    if (!waiting) {
      waiting = true;
      since = nanoTime.getAsLong();
    }
    lookLater();
  }

  /** A frame of any stream came. */
  void came() {
    waiting = false;
  }

  private void lookLater() {
    if (!looking) {
      looking = true;
      var _ = loop.schedule(this::look, limit.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private boolean isOverdue() {
    return waiting && nanoTime.getAsLong() - since >= limit.toNanos();
  }

  private void askWhetherItAnswers() {
    CompletableFuture<Void> answer = new CompletableFuture<>();
    var _ =
        answer.thenRun(() -> {
          if (isOverdue() && !excused.getAsBoolean()) {
            none.run();
          }
        });
    ping.accept(answer);
  }

  private void look() {
    looking = false;
    if (!waiting) {
      return;
    }
    if (excused.getAsBoolean()) {
      since = nanoTime.getAsLong();
    }
    if (isOverdue()) {
      askWhetherItAnswers();
    }
    lookLater();
  }
}
