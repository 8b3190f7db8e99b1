package dev.localport.daemon.cluster;

import java.time.Duration;
import java.util.Set;

/** What the owner of a monitor has to do after a step, in order. */
sealed interface MonitorEffect {
  /** Send a probe. */
  record Probe(int number, Duration timeout) implements MonitorEffect {}

  /** The result of the running probe is not needed. */
  record AbandonProbe() implements MonitorEffect {}

  /** Ask for these things. */
  record Collect(int number, Set<Collector> what) implements MonitorEffect {}

  /** The result of the running collection is not needed. */
  record AbandonCollection() implements MonitorEffect {}

  /** Notify the services that the cluster is offline. */
  record TellAway() implements MonitorEffect {}

  /** Notify the services that it is back. */
  record TellBack() implements MonitorEffect {}

  /** Notify the services that it answers, after a probe or two that it did not. */
  record TellAnswers() implements MonitorEffect {}

  /** The caller of a refresh no longer has to wait. */
  record Refreshed() implements MonitorEffect {}
}
