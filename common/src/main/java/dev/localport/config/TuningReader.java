package dev.localport.config;

import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads the keys of {@link Tuning} at one level, on top of what stands below it. */
final class TuningReader {
  private static final Duration INSTANT = Duration.ofMillis(100);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HEARTBEAT_LEAST = Duration.ofSeconds(2);
  private static final Duration HEARTBEAT_MOST = Duration.ofMinutes(5);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final int FAILURES_MOST = 1000;
  private static final int HELD_MOST = 10_000;

  private TuningReader() {}

  /** Reads what the defaults and a service may set. */
  static Tuning read(Section level, Tuning under) {
    Tuning base = profile(level.find("profile"), under);
    return new Tuning(
        ReconnectReader.read(level, base.reconnect()),
        breaker(level.section("breaker"), base.breaker()),
        heartbeat(level.section("heartbeat"), base.heartbeat()),
        hold(level.section("hold"), base.hold()));
  }

  /** Reads what a context may set. */
  static Tuning readContext(Section level, Tuning under) {
    return new Tuning(
        ReconnectReader.read(level, under.reconnect()),
        under.breaker(),
        heartbeat(level.section("heartbeat"), under.heartbeat()),
        under.hold());
  }

  private static Tuning profile(@Nullable Value value, Tuning under) {
    String word = value == null ? null : value.text();
    if (value == null || word == null) {
      return under;
    }
    Profile found = Profile.find(word).orElse(null);
    return found == null
        ? value.misfit(word, Shown.choice(Profile.words()), under)
        : under.with(found);
  }

  private static BreakerConfig breaker(@Nullable Section keys, BreakerConfig under) {
    if (keys == null) {
      return under;
    }
    BreakerConfig breaker =
        new BreakerConfig(
            keys.integer("failures", 0, FAILURES_MOST, under.failures()),
            keys.time("open_for", SECOND, DAY, under.openFor()));
    keys.finish(LaterKeys.NONE);
    return breaker;
  }

  private static HeartbeatConfig heartbeat(@Nullable Section keys, HeartbeatConfig under) {
    if (keys == null) {
      return under;
    }
    HeartbeatConfig heartbeat =
        new HeartbeatConfig(
            keys.time("interval", HEARTBEAT_LEAST, HEARTBEAT_MOST, under.interval()),
            keys.time("timeout", INSTANT, HEARTBEAT_MOST, under.timeout()));
    keys.finish(LaterKeys.NONE);
    return heartbeat;
  }

  private static HoldConfig hold(@Nullable Section keys, HoldConfig under) {
    if (keys == null) {
      return under;
    }
    HoldConfig hold =
        new HoldConfig(
            keys.time("timeout", Duration.ZERO, HOUR, under.timeout()),
            keys.integer("max_connections", 1, HELD_MOST, under.maxConnections()),
            overflow(keys.find("overflow"), under.overflow()));
    keys.finish(LaterKeys.NONE);
    return hold;
  }

  private static Overflow overflow(@Nullable Value value, Overflow under) {
    String word = value == null ? null : value.text();
    if (value == null || word == null) {
      return under;
    }
    Overflow found = Overflow.find(word).orElse(null);
    String choice = Shown.choice(Arrays.stream(Overflow.values()).map(Overflow::word).toList());
    return found == null ? value.misfit(word, choice, under) : found;
  }
}
