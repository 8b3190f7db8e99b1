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
  private final Map<Cluster, Queue> queues = new LinkedHashMap<>();

  /** Creates one with full buckets. */
  public AttemptTurns(Timers timers) {
    this.timers = timers;
  }

  /** Two kubeconfigs may use one name for two clusters. */
  private record Cluster(String context, String route) {
    static Cluster of(KubeContext context) {
      return new Cluster(context.name(), context.route());
    }
  }

  /** The attempts that wait at one cluster. */
  private static final class Queue {
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

  /** Counts an attempt that must not wait, and returns whether it has a turn to give back. */
  public synchronized boolean hasTaken(KubeContext context) {
    return queue(context).bucket.hasTakenAnyway(timers.instant());
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
    Queue queue = queue(context);
    Instant now = timers.instant();
    if (queue.bucket.tryTake(now)) {
      return null;
    }
    Instant before = place.since;
    Instant since = before == null ? now : before;
    place.since = since;
    Waiter waiter = queue.bucket.join(now, priority, since);
    queue.waiting.put(waiter, turn);
    serve(queue);
    return waiter;
  }

  private synchronized void cancel(KubeContext context, Waiter waiter) {
    Queue queue = queue(context);
    if (queue.bucket.leave(waiter)) {
      queue.waiting.remove(waiter);
    } else {
      queue.bucket.giveBack(timers.instant()); // its turn came in the same moment
    }
    serve(queue);
  }

  /** Gives an attempt's turn back: it succeeded. */
  synchronized void giveBack(KubeContext context) {
    Queue queue = queue(context);
    queue.bucket.giveBack(timers.instant());
    serve(queue);
  }

  private synchronized void onTime(Queue queue) {
    queue.timer = null;
    serve(queue);
  }

  @GuardedBy("this")
  private void serve(Queue queue) {
    for (Waiter served : queue.bucket.serve(timers.instant())) {
      CountDownLatch turn = queue.waiting.remove(served);
      if (turn != null) {
        turn.countDown();
      }
    }
    arm(queue);
  }

  @GuardedBy("this")
  private void arm(Queue queue) {
    Instant next = queue.bucket.serveAt(timers.instant());
    if (next == null && queue.timer != null) {
      queue.timer.cancel();
      queue.timer = null;
    } else if (next != null && queue.timer == null) {
      queue.timer = timers.at(next, () -> onTime(queue));
    }
  }

  @GuardedBy("this")
  private Queue queue(KubeContext context) {
    return queues.computeIfAbsent(Cluster.of(context), _ -> new Queue());
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
        queues.entrySet().stream()
            .filter(queue -> queue.getKey().context().equals(context))
            .map(queue -> queue.getValue().bucket)
            .toList();
    Instant now = timers.instant();
    return new AttemptLimit(
        buckets.stream().mapToInt(one -> one.tokens(now)).min().orElse(AttemptBucket.SIZE),
        buckets.stream().mapToInt(AttemptBucket::waiting).sum(),
        buckets.stream().mapToLong(AttemptBucket::waited).sum());
  }
}
