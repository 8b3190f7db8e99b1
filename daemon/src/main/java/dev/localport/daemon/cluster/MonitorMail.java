package dev.localport.daemon.cluster;

import dev.localport.api.Failure;
import dev.localport.daemon.actor.Actor;
import dev.localport.daemon.kube.reads.ClusterReads.Answer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** What a monitor's owner is told; some of it is an event of the rules, some only leads to one. */
sealed interface MonitorMail extends Actor.Mail {
  /** An event of the rules as it is. */
  record Plain(MonitorEvent event) implements MonitorMail {}

  /** A probe was answered. */
  record ProbeAnswered(int number, Answer answer) implements MonitorMail {}

  /** A probe came to nothing. */
  record ProbeFailed(int number, Failure why) implements MonitorMail {}

  /** One thing was asked for. */
  record Collected(int number, Collector what, Outcome outcome, Duration took)
      implements MonitorMail {}

  /** All things were asked for. */
  record CollectionDone(int number) implements MonitorMail {}

  /** A service uses the cluster from now on. */
  record Joined(Seat seat) implements MonitorMail {}

  /** A service does not use it any more. */
  record Left(Seat seat) implements MonitorMail {}

  /** Another configuration may hold from now on. */
  record Reconfigured() implements MonitorMail {}

  /** Somebody wants to know everything now, and waits. */
  record RefreshAsked(CompletableFuture<Boolean> done) implements MonitorMail {
    @Override
    public void dropped() {
      done.complete(false);
    }
  }
}
