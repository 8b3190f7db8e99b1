package dev.localport.daemon.forward.upstream;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.localport.api.AttemptLimit;
import dev.localport.api.ClusterStatus;
import dev.localport.api.ClusterStatusBuilder;
import dev.localport.daemon.kube.KubeContext;
import dev.localport.daemon.recovery.AttemptBucket;
import dev.localport.daemon.recovery.AttemptBucket.Waiter;
import dev.localport.daemon.time.Timers;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Lets the attempts of all forwards begin in turn: one {@link AttemptBucket} per context and API
 * server. Thread-safe. An interrupt cancels an attempt that waits at once; a timer runs only while
 * one waits.
 */
public final class AttemptTurns {
  private final Timers timers;

  @GuardedBy("this")
  private final Map<Cluster, Line> lines = new LinkedHashMap<>();

  /** Makes one with full buckets. */
  public AttemptTurns(Timers timers) {
    this.timers = timers;
  }

  /** Two kubeconfigs may use one name for two clusters. */
  private record Cluster(String context, String route) {
    static Cluster of(KubeContext context) {
      return new Cluster(context.name(), context.route());
    }
  }

  /** What waits at one cluster. */
  private static final class Line {
    final AttemptBucket bucket = new AttemptBucket();
    final Map<Waiter, CountDownLatch> waiting = new HashMap<>();
    Timers.@Nullable Waiting timer;
  }

  /** Keeps a forward's place: an attempt in the place of one that waited waits no longer for it. */
  static final class Place {
    private volatile @Nullable Instant since;

    /** Forgets the place: the forward no longer wants an attempt. */
    void leave() {
      since = null;
    }
  }

  /** Counts an attempt that must not wait. */
  public synchronized void take(KubeContext context) {
    line(context).bucket.takeAnyway(timers.instant());
  }

  /** Returns when an attempt may begin. */
  void await(KubeContext context, int priority, Place place) throws InterruptedException {
    CountDownLatch turn = new CountDownLatch(1);
    Waiter waiter = join(context, priority, place, turn);
    if (waiter == null) {
      place.leave();
      return;
    }
    try {
      turn.await();
      place.leave();
    } catch (InterruptedException e) {
      cancel(context, waiter);
      throw e;
    }
  }

  private synchronized @Nullable Waiter join(
      KubeContext context, int priority, Place place, CountDownLatch turn) {
    Line line = line(context);
    Instant now = timers.instant();
    if (line.bucket.tryTake(now)) {
      return null;
    }
    Instant before = place.since;
    Instant since = before == null ? now : before;
    place.since = since;
    Waiter waiter = line.bucket.join(now, priority, since);
    line.waiting.put(waiter, turn);
    serve(line);
    return waiter;
  }

  private synchronized void cancel(KubeContext context, Waiter waiter) {
    Line line = line(context);
    if (line.bucket.leave(waiter)) {
      line.waiting.remove(waiter);
    } else {
      line.bucket.giveBack(timers.instant()); // its turn came in the same moment
    }
    serve(line);
  }

  /** Gives an attempt's turn back: it succeeded. */
  synchronized void giveBack(KubeContext context) {
    Line line = line(context);
    line.bucket.giveBack(timers.instant());
    serve(line);
  }

  private synchronized void onTime(Line line) {
    line.timer = null;
    serve(line);
  }

  @GuardedBy("this")
  private void serve(Line line) {
    for (Waiter served : line.bucket.serve(timers.instant())) {
      CountDownLatch turn = line.waiting.remove(served);
      if (turn != null) {
        turn.countDown();
      }
    }
    arm(line);
  }

  @GuardedBy("this")
  private void arm(Line line) {
    Instant next = line.bucket.serveAt(timers.instant());
    if (next == null && line.timer != null) {
      line.timer.cancel();
      line.timer = null;
    } else if (next != null && line.timer == null) {
      line.timer = timers.at(next, () -> onTime(line));
    }
  }

  @GuardedBy("this")
  private Line line(KubeContext context) {
    return lines.computeIfAbsent(Cluster.of(context), _ -> new Line());
  }

  /** Returns clusters with how far their services use up the limit. */
  public List<ClusterStatus> onto(List<ClusterStatus> clusters) {
    return clusters.stream()
        .map(one -> ClusterStatusBuilder.builder(one).attemptLimit(of(one.context())).build())
        .toList();
  }

  /** Returns the figures of a context, of all its clusters together. */
  public synchronized AttemptLimit of(String context) {
    List<AttemptBucket> buckets =
        lines.entrySet().stream()
            .filter(line -> line.getKey().context().equals(context))
            .map(line -> line.getValue().bucket)
            .toList();
    Instant now = timers.instant();
    return new AttemptLimit(
        buckets.stream().mapToInt(one -> one.tokens(now)).min().orElse(AttemptBucket.SIZE),
        buckets.stream().mapToInt(AttemptBucket::waiting).sum(),
        buckets.stream().mapToLong(AttemptBucket::waited).sum());
  }
}
