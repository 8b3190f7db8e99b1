package dev.localport.daemon.forward.rules;

import dev.localport.api.Failure;

/** What happens to a forward. */
public sealed interface ForwardEvent {
  /** The user wants it. */
  record StartAsked() implements ForwardEvent {}

  /** The user does not want it anymore. */
  record StopAsked() implements ForwardEvent {}

  /** The user wants a new session now. */
  record ReconnectAsked() implements ForwardEvent {}

  /** A session is up and has answered a ping. */
  record SessionUp() implements ForwardEvent {}

  /** The last session was lost. */
  record SessionLost(Failure cause) implements ForwardEvent {}

  /** The last session that answered does not anymore; its open connections live on. */
  record SessionLate(Failure cause) implements ForwardEvent {}

  /** A session that was late answers again. */
  record SessionRecovered() implements ForwardEvent {}

  /** The running attempt failed. */
  record AttemptFailed(Failure cause) implements ForwardEvent {}

  /** An attempt has found the target: the context is known. */
  record TargetFound() implements ForwardEvent {}

  /** A ping or an attempt was not answered: the cluster may be unreachable. */
  record Unanswered() implements ForwardEvent {}

  /** A pod or an attempt failed: the cluster may know why. */
  record Troubled() implements ForwardEvent {}

  /** It is time for what the state waits for. */
  record TimerFired() implements ForwardEvent {}

  /** The monitor says that the cluster does not respond, and what it saw. */
  record ClusterAway(Failure why) implements ForwardEvent {}

  /** The monitor says that the cluster answers again. */
  record ClusterBack() implements ForwardEvent {}

  /** Something changed for the better: a pod is Ready, the machine woke, the kubeconfig changed. */
  record GoodSign() implements ForwardEvent {}

  /**
   * The user no longer wants it to reconnect by itself.
   *
   * @param cause what failed last
   */
  record AutoOff(Failure cause) implements ForwardEvent {}

  /** It was unused for the idle timeout. */
  record IdleTimeout() implements ForwardEvent {}

  /** A client connected to the local port while nothing is open upstream. */
  record ConnectionArrived() implements ForwardEvent {}
}
