package dev.localport.daemon.forward.rules;

import dev.localport.api.Failure;
import dev.localport.daemon.recovery.AttemptCount;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What one forward is doing. Immutable: crosses threads freely. */
public sealed interface ForwardState {
  /** Not asked for. */
  record Stopped() implements ForwardState {}

  /**
   * A session is being opened.
   *
   * @param tries what failed before
   * @param counted whether a failure of this attempt counts
   */
  record Connecting(AttemptCount tries, boolean counted) implements ForwardState {}

  /**
   * A session answered a ping.
   *
   * @param before what had failed before: forgotten once the connection has lived long enough
   */
  record Connected(Instant since, AttemptCount before) implements ForwardState {}

  /** Nothing is open upstream, and no client needs it. */
  record Idle() implements ForwardState {}

  /** The session was lost, and reconnecting by itself is switched off. */
  record Disconnected(Failure cause) implements ForwardState {}

  /**
   * The session was lost and is tried for again.
   *
   * @param nextRetryAt when; null while the attempt runs
   */
  record Reconnecting(AttemptCount tries, @Nullable Instant nextRetryAt, Failure cause)
      implements ForwardState {}

  /**
   * Waits for something that has a name; no attempt is spent.
   *
   * @param lookAgainAt when it is checked again; null while that runs, or if something else reports
   *     it
   * @param looks how often it has been checked
   */
  record Suspended(
      SuspendedReason reason,
      Failure cause,
      @Nullable Instant lookAgainAt,
      int looks,
      AttemptCount tries)
      implements ForwardState {}

  /** All attempts are spent. */
  record Failed(Failure cause, Instant lastTry) implements ForwardState {}

  /** Returns the word on the wire. */
  default String word() {
    return switch (this) {
      case Stopped _ -> "stopped";
      case Connecting _ -> "connecting";
      case Connected _ -> "connected";
      case Idle _ -> "idle";
      case Disconnected _ -> "disconnected";
      case Reconnecting _ -> "reconnecting";
      case Suspended _ -> "suspended";
      case Failed _ -> "failed";
    };
  }

  /** Returns what it waits for by the word on the wire while it is suspended, else null. */
  default @Nullable String reasonWord() {
    return this instanceof Suspended s ? s.reason().word() : null;
  }

  /** Returns when this state needs a timer event, or null for never. */
  default @Nullable Instant wakeAt() {
    return switch (this) {
      case Reconnecting r -> r.nextRetryAt();
      case Suspended s -> s.lookAgainAt();
      case Stopped _, Connecting _, Connected _, Idle _, Disconnected _, Failed _ -> null;
    };
  }

  /** Returns why it is not connected, or null where nothing is wrong. */
  default @Nullable Failure cause() {
    return switch (this) {
      case Disconnected d -> d.cause();
      case Reconnecting r -> r.cause();
      case Suspended s -> s.cause();
      case Failed f -> f.cause();
      case Stopped _, Connecting _, Connected _, Idle _ -> null;
    };
  }

  /**
   * Returns whether it is up, or cannot become so by itself soon. A missing pod or an attempt to
   * come may still turn out well in a moment; the rest needs a person.
   */
  default boolean isSettled() {
    return switch (this) {
      case Stopped _, Connecting _, Reconnecting _ -> false; // stopped: it has not begun yet
      case Suspended s -> s.reason() != SuspendedReason.NO_READY_POD;
      case Connected _, Idle _, Disconnected _, Failed _ -> true;
    };
  }
}
