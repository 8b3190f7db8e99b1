package dev.localport.daemon.cluster;

import dev.localport.api.ClusterEvent;
import dev.localport.api.Failure;
import dev.localport.api.PodInfo;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A started service's place at the monitor of its cluster: what the service asks and reports, and
 * how the monitor reaches it. It is the service's cluster inside the daemon: two kubeconfigs may
 * use one name for two. Thread-safe; compared by identity.
 */
public final class ClusterSubscription implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ClusterSubscription.class);

  private final ClusterSubscriber subscriber;
  private final Clusters clusters;
  private volatile boolean closed;

  ClusterSubscription(ClusterSubscriber subscriber, Clusters clusters) {
    this.subscriber = subscriber;
    this.clusters = clusters;
  }

  /** Returns whether the cluster is offline now: no attempt can succeed. Once closed: no. */
  public boolean isAway() {
    return away() != null;
  }

  /**
   * Returns what the monitor saw, while the cluster is offline; null otherwise, and once closed.
   */
  public @Nullable Failure away() {
    return clusters.find(this).map(WatchedCluster::away).orElse(null);
  }

  /** Reports that the service has trouble: the cluster's events may say why. */
  public void trouble() {
    report(new MonitorEvent.Trouble());
  }

  /** Reports that a ping or an attempt was not answered: the cluster is probed at once. */
  public void suspect() {
    report(new MonitorEvent.Unanswered());
  }

  private void report(MonitorEvent event) {
    clusters.find(this).ifPresent(cluster -> cluster.monitor().happened(event));
  }

  /** Gives it up, permanently; the service gets no calls after it, except one in progress. */
  @Override
  public void close() {
    closed = true;
    clusters.leave(this);
  }

  ClusterSubscriber subscriber() {
    return subscriber;
  }

  boolean isClosed() {
    return closed;
  }

  void tellAway(Failure why) {
    tell(() -> subscriber.onAway(why));
  }

  void tellBack() {
    tell(subscriber::onBack);
  }

  void tellAnswers() {
    tell(subscriber::onAnswers);
  }

  void tellTrouble() {
    tell(subscriber::onTrouble);
  }

  /** Tells the service of an event where that touches it. */
  void tellEvent(ClusterEvent event, EventSign sign) {
    tell(() -> {
      if (EventCorrelation.concerns(event, subscriber)) {
        subscriber.onEvent(sign);
      }
    });
  }

  @Nullable String namespace() {
    return asked(ClusterSubscriber::namespace, null);
  }

  List<PodInfo> pods() {
    return asked(ClusterSubscriber::pods, List.of());
  }

  long turn() {
    return asked(ClusterSubscriber::turn, Long.MAX_VALUE);
  }

  boolean hasSession() {
    return asked(ClusterSubscriber::hasSession, false);
  }

  /** A bug there must not keep the other services from hearing that their cluster is back. */
  private <T extends @Nullable Object> T asked(
      Function<ClusterSubscriber, T> question, T otherwise) {
    try {
      return question.apply(subscriber);
    } catch (RuntimeException e) {
      bug(e, "callback failed: bug");
      return otherwise;
    }
  }

  private void tell(Runnable news) {
    if (closed) {
      return;
    }
    try {
      news.run();
    } catch (RuntimeException e) { // a bug there costs this service a word, not the others theirs
      bug(e, "listener failed: bug");
    }
  }

  private void bug(RuntimeException thrown, String what) {
    log.atError().addKeyValue("service", subscriber.service()).setCause(thrown).log(what);
  }
}
