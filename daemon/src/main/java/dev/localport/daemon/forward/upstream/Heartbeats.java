package dev.localport.daemon.forward.upstream;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.localport.daemon.tunnel.HeartbeatStats;
import dev.localport.daemon.tunnel.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The pings of all sessions that a forward has used since it exists, of those that are over too: a
 * count that fell with each new session could not be compared with an earlier one. Thread-safe.
 */
final class Heartbeats {
  @GuardedBy("this")
  private final Set<Session> live = new HashSet<>();

  @GuardedBy("this")
  private HeartbeatStats ended = HeartbeatStats.NONE;

  @GuardedBy("this")
  private @Nullable Duration lastHeard; // monotonic, of those that are over

  /** Counts a session from now on. */
  void follow(Session session) {
    synchronized (this) {
      live.add(session);
    }
    var _ = session.closed().thenAccept(why -> end(session));
  }

  private synchronized void end(Session session) {
    if (live.remove(session)) {
      ended = sum(ended, session.heartbeat());
      Duration heard = now().minus(session.silence());
      lastHeard = lastHeard == null || heard.compareTo(lastHeard) > 0 ? heard : lastHeard;
    }
  }

  /** Returns the sum of all; the round trip is the median over the sessions that live. */
  synchronized HeartbeatStats total() {
    HeartbeatStats total = ended;
    List<Duration> roundTrips = new ArrayList<>();
    for (Session session : live) {
      HeartbeatStats one = session.heartbeat();
      total = sum(total, one);
      if (one.roundTrip() != null && !session.closed().isDone()) {
        roundTrips.add(one.roundTrip());
      }
    }
    return new HeartbeatStats(
        total.sent(), total.answered(), total.missed(), median(roundTrips), total.lastAnswer());
  }

  /** Returns how long none of them has received anything; null: there was none. */
  synchronized @Nullable Duration silence() {
    Duration ofEnded = lastHeard == null ? null : now().minus(lastHeard);
    return Stream.concat(Stream.ofNullable(ofEnded), live.stream().map(Session::silence))
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  private static Duration now() {
    return Duration.ofNanos(System.nanoTime());
  }

  private static HeartbeatStats sum(HeartbeatStats one, HeartbeatStats other) {
    return new HeartbeatStats(
        one.sent() + other.sent(),
        one.answered() + other.answered(),
        one.missed() + other.missed(),
        null,
        later(one.lastAnswer(), other.lastAnswer()));
  }

  private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.isAfter(other) ? one : other;
  }

  private static @Nullable Duration median(List<Duration> times) {
    Collections.sort(times);
    return times.isEmpty() ? null : times.get((times.size() - 1) / 2);
  }
}
