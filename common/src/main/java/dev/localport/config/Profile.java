package dev.localport.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sets of values with a name, for kinds of network; explicit keys of the same level win. */
enum Profile {
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

  static Optional<Profile> find(String word) {
    return Arrays.stream(values()).filter(profile -> profile.word.equals(word)).findFirst();
  }

  static List<String> words() {
    return Arrays.stream(values()).map(profile -> profile.word).toList();
  }

  ReconnectConfig reconnect(ReconnectConfig under) {
    return new ReconnectConfig(
        under.auto(), attempts, initialDelay, under.maxDelay(), under.multiplier(), under.jitter());
  }

  HeartbeatConfig heartbeat(HeartbeatConfig under) {
    return heartbeat == null ? under : new HeartbeatConfig(heartbeat, under.timeout());
  }
}
