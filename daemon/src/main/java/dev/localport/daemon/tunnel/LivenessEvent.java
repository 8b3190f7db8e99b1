package dev.localport.daemon.tunnel;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What happens to a session's life. Times are monotonic. */
sealed interface LivenessEvent {
  /** A ping is wanted, whose answer may take so long. */
  record PingWanted(Duration now, Duration limit) implements LivenessEvent {}

  /** Something was received, or a full line took bytes of ours. */
  record Heard(Duration now) implements LivenessEvent {}

  /** The ping was answered. */
  record Answered() implements LivenessEvent {}

  /**
   * It is time to look.
   *
   * @param unheard how long nothing was received
   * @param lifeless how long nothing was received, and no full line took bytes of ours
   * @param stalled whether we do not read, for a reader of ours is slow
   * @param slow whether the line took bytes of ours a moment ago that had to wait for it
   * @param dataAhead how long the data that an answer waits behind may take
   * @param others how long nothing was received from any other session of the route
   * @param witness another session that answers; null: none
   * @param tcp null where it is not known
   */
  record Looked(
      Duration now,
      Duration unheard,
      Duration lifeless,
      boolean stalled,
      boolean slow,
      Duration dataAhead,
      Duration others,
      @Nullable Witness witness,
      @Nullable TcpFlow tcp)
      implements LivenessEvent {}
}
