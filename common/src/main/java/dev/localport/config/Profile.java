package dev.localport.config;

import dev.localport.config.form.Word;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sets of values with a name, for kinds of network; explicit keys of the same level win. */
enum Profile implements Word {
  STABLE("stable", 5, Duration.ofSeconds(1), null),
  UNSTABLE("unstable", 20, Duration.ofSeconds(5), null),
  LOW_BANDWIDTH("low-bandwidth", 10, Duration.ofSeconds(3), Duration.ofSeconds(30));

  private final String word;
  private final int attempts;
  private final Duration initialDelay;
  private final @Nullable Duration heartbeat;

  Profile(String word, int attempts, Duration initialDelay, @Nullable Duration heartbeat) {
    this.word = word;
    this.attempts = attempts;
    this.initialDelay = initialDelay;
    this.heartbeat = heartbeat;
  }

  @Override
  public String word() {
    return word;
  }

  /** Returns the paths of the values that this sets. */
  List<String> paths() {
    List<String> attempts = List.of("reconnect.max_attempts", "reconnect.initial_delay");
    return heartbeat == null
        ? attempts
        : List.of(attempts.getFirst(), attempts.getLast(), "heartbeat.interval");
  }

  /** Returns what is below with the values that this sets. */
  Tuning over(Tuning under) {
    ReconnectConfig r = under.reconnect();
    HeartbeatConfig h = under.heartbeat();
    return under.with(
        new ReconnectConfig(
            r.auto(), attempts, initialDelay, r.maxDelay(), r.multiplier(), r.jitter()),
        heartbeat == null ? h : new HeartbeatConfig(heartbeat, h.timeout(), h.giveUp()));
  }
}
