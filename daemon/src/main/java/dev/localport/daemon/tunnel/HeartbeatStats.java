package dev.localport.daemon.tunnel;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one session's pings. Immutable.
 *
 * @param sent pings sent
 * @param answered pings answered in time
 * @param missed pings not answered in time
 * @param roundTrip median of the newest answers, null before the first
 * @param lastAnswer wall time of the newest answer, null before the first
 */
public record HeartbeatStats(
    long sent,
    long answered,
    long missed,
    @Nullable Duration roundTrip,
    @Nullable Instant lastAnswer) {

  /** A session that has not pinged yet. */
  public static final HeartbeatStats NONE = new HeartbeatStats(0, 0, 0, null, null);
}
