package dev.localport.daemon.cluster;

import dev.localport.api.ClusterEvent;
import dev.localport.api.Failure;
import dev.localport.daemon.actor.Actor;
import dev.localport.daemon.kube.reads.ClusterReads.Answer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A message for a monitor's owner; some are an event of the rules, some only lead to one. */
sealed interface MonitorMessage extends Actor.Message {
  /** An event of the rules as it is. */
  record Plain(MonitorEvent event) implements MonitorMessage {}

  /** A probe was answered. */
  record ProbeAnswered(int number, Answer answer) implements MonitorMessage {}

  /** A request over a connection that was there took so long; it is no probe. */
  record Measured(Answer answer) implements MonitorMessage {}

  /** A probe failed. */
  record ProbeFailed(int number, Failure why) implements MonitorMessage {}

  /** One thing was asked for. */
  record Collected(int number, Collector what, CollectorOutcome outcome, Duration took)
      implements MonitorMessage {}

  /** All things were asked for. */
  record CollectionDone(int number) implements MonitorMessage {}

  /** An event happened that touches services. */
  record EventSeen(ClusterEvent event) implements MonitorMessage {}

  /** A service uses the cluster from now on. */
  record Joined(ClusterSubscription subscription) implements MonitorMessage {}

  /** A service does not use it anymore. */
  record Left(ClusterSubscription subscription) implements MonitorMessage {}

  /** What is restored before the services is, since the return of the cluster with that number. */
  record Restored(int number) implements MonitorMessage {}

  /** Another configuration may hold from now on. */
  record Reconfigured() implements MonitorMessage {}

  /** A caller wants to know these things now, and waits. */
  record RefreshAsked(Set<Collector> what, CompletableFuture<Boolean> done)
      implements MonitorMessage {
    public RefreshAsked {
      what = Set.copyOf(what);
    }

    /** Everything is asked for. */
    RefreshAsked(CompletableFuture<Boolean> done) {
      this(Collector.ALL, done);
    }

    @Override
    public void dropped() {
      done.complete(false);
    }
  }
}
