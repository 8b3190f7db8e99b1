package dev.localport.daemon.cluster;

import dev.localport.api.Failure;
import java.util.Set;

/** What happens to a monitor. Results carry the number of what was asked: late ones are known. */
sealed interface MonitorEvent {
  /** It is time for what the state waits for. */
  record TimerFired() implements MonitorEvent {}

  /** A probe was answered. */
  record ProbeAnswered(int probe) implements MonitorEvent {}

  /** A probe was not answered in time. */
  record ProbeMissed(int probe, Failure why) implements MonitorEvent {}

  /**
   * A probe was answered with a 5xx.
   *
   * @param sessionsLive whether a session of a service lives
   */
  record ProbeErrored(int probe, Failure why, boolean sessionsLive) implements MonitorEvent {}

  /** A probe showed that credentials, a certificate or the kubeconfig do not serve. */
  record ProbeRefused(int probe, Failure why) implements MonitorEvent {}

  /** A collector had an answer, be it a refusal of a right: the cluster is there. */
  record CollectorAnswered(int collection) implements MonitorEvent {}

  /** A collector showed that the credentials do not serve. */
  record CollectorRefused(int collection, Failure why) implements MonitorEvent {}

  /** All collectors were asked. */
  record CollectionEnded(int collection) implements MonitorEvent {}

  /** The cluster may be unreachable: the machine woke, its network changed, a connection broke. */
  record Suspected() implements MonitorEvent {}

  /** A session of a service did not answer its ping, or an attempt got no response. */
  record Unanswered() implements MonitorEvent {}

  /** A kubeconfig changed: what was refused may be taken now. */
  record KubeconfigChanged() implements MonitorEvent {}

  /** A forward has trouble: the cluster's events may say why. */
  record Trouble() implements MonitorEvent {}

  /**
   * The cluster answers, and some of it is not known that may be now: pods for whose usage it was
   * not asked yet, and what it refused as it had just begun, or long ago.
   */
  record Lacking(Set<Collector> what) implements MonitorEvent {
    public Lacking {
      what = Set.copyOf(what);
    }
  }

  /** A caller wants to know these things now. */
  record RefreshAsked(Set<Collector> what) implements MonitorEvent {
    public RefreshAsked {
      what = Set.copyOf(what);
    }

    /** Everything is asked for. */
    RefreshAsked() {
      this(Collector.ALL);
    }
  }

  /** The rules hold another configuration from now on. */
  record Configured() implements MonitorEvent {}
}
