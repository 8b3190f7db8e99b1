package dev.localport.daemon.cluster;

import dev.localport.api.ClusterStatus;
import dev.localport.daemon.actor.Actor;
import dev.localport.daemon.actor.OwnerThread;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Watches over one cluster: takes events one at a time, asks {@link MonitorRules}, does what they
 * say.
 *
 * <p>One virtual thread owns the state. The other methods may be called from any thread and, except
 * for {@link #awaitEnd}, do not block.
 */
final class ClusterHealthMonitor {
  private static final int MAILBOX_SIZE = 4096;

  private final MonitorOwner work;
  private final Actor<MonitorMessage> actor;

  /** Starts to watch over a cluster. */
  ClusterHealthMonitor(MonitorParts parts, ThreadedQueryRunner.Opener opener) {
    String context = parts.context();
    OwnerThread owner = new OwnerThread("context", context);
    this.actor = new Actor<>(owner, MAILBOX_SIZE);
    this.work =
        new MonitorOwner(
            parts,
            new ThreadedQueryRunner(
                context,
                opener,
                parts.timers(),
                parts.random(),
                actor::tell,
                (name, task) -> Thread.ofVirtual().name(name).start(task)),
            new EventWatches(
                context,
                opener,
                parts.timers(),
                parts.random(),
                event ->
                    EventCorrelation.concernsAny(event, parts.users().get())
                        || view().formerPods().concerns(event),
                actor::tell),
            owner,
            actor::tell);
    actor.start("cluster-" + context, work);
  }

  /** Returns what it knows. */
  View view() {
    return work.view();
  }

  /** Returns what it knows as it travels. */
  ClusterStatus status() {
    return work.status();
  }

  /** Returns what it has counted since it began. */
  ClusterCounters counters() {
    return work.counters();
  }

  /** Reports something that happened. */
  void happened(MonitorEvent event) {
    actor.tell(new MonitorMessage.Plain(event));
  }

  void join(ClusterSubscription subscription) {
    actor.tell(new MonitorMessage.Joined(subscription));
  }

  void leave(ClusterSubscription subscription) {
    actor.tell(new MonitorMessage.Left(subscription));
  }

  /** Reads its configuration again. */
  void reconfigure() {
    actor.tell(new MonitorMessage.Reconfigured());
  }

  /** Asks for everything now; the result says whether the cluster answered. */
  CompletableFuture<Boolean> refresh() {
    return refresh(Collector.ALL);
  }

  /** Asks for these things now; the result says whether the cluster answered. */
  CompletableFuture<Boolean> refresh(Set<Collector> what) {
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    actor.tell(new MonitorMessage.RefreshAsked(what, done));
    return done;
  }

  /** Begins the end of the monitor, permanently. */
  void end() {
    actor.end();
  }

  /** Waits for the end at most this long, and returns whether it came. */
  boolean awaitEnd(Duration limit) throws InterruptedException {
    return actor.awaitEnd(limit);
  }
}
