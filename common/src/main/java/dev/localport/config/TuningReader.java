package dev.localport.config;

import dev.localport.config.form.Forms;
import dev.localport.config.form.Key;
import dev.localport.config.form.Keys;
import dev.localport.config.form.Section;
import dev.localport.config.form.Value;
import dev.localport.config.form.WrittenKeys;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Reads the keys of {@link Tuning} at one level, on top of the levels below it. */
final class TuningReader {
  private static final Duration INSTANT = Duration.ofMillis(100);
  private static final Duration HEARTBEAT_MOST = Duration.ofMinutes(5);
  private static final Duration DAY = Duration.ofDays(1);

  private static final Key<Profile> PROFILE =
      Key.of(
          "profile",
          Forms.word(Profile.values()),
          "Presets for a kind of network: stable (5 attempts, first delay 1 s), unstable (20, 5 s)"
              + " or low-bandwidth (10, 3 s, and a heartbeat every 30 s). Keys next to it take"
              + " precedence.");

  private static final Key<Integer> FAILURES =
      Key.of(
              "failures",
              Forms.whole(0, 1000),
              "Failed attempts in a row that open the circuit breaker; 0: never.")
          .or(BreakerConfig.DEFAULT.failures());
  private static final Key<Duration> OPEN_FOR =
      Key.of(
              "open_for",
              Forms.time(Duration.ofSeconds(1), DAY),
              "How long it stays open before the next attempt.")
          .or(BreakerConfig.DEFAULT.openFor());
  private static final Key<Section> BREAKER =
      Key.of(
          "breaker",
          Keys.of(FAILURES, OPEN_FOR),
          "Circuit breaker: pauses the attempts of a service that keeps failing on a healthy"
              + " cluster.");

  private static final Key<Duration> INTERVAL =
      Key.of(
              "interval",
              Forms.time(Duration.ofSeconds(2), HEARTBEAT_MOST),
              "How long a session may receive nothing before LocalPort pings it. Up to the"
                  + " default, LocalPort pings one session of a context when all of them are"
                  + " silent for 4 s.")
          .or(HeartbeatConfig.DEFAULT.interval());
  private static final Key<Duration> TIMEOUT =
      Key.of(
              "timeout",
              Forms.time(INSTANT, HEARTBEAT_MOST),
              "Timeout of a ping. After that the session is late: new connections use another"
                  + " session, open ones stay. Up to the default, it is 3 s at most when all"
                  + " sessions are silent.")
          .or(HeartbeatConfig.DEFAULT.timeout());
  private static final Key<Duration> GIVE_UP =
      Key.of(
              "give_up",
              Forms.time(Duration.ofSeconds(2), HEARTBEAT_MOST),
              "How long a session may be late before its open connections are reset. They are"
                  + " reset sooner if another session to the same API server answers and this one"
                  + " does not.")
          .or(HeartbeatConfig.DEFAULT.giveUp());
  private static final Key<Section> HEARTBEAT =
      Key.of(
          "heartbeat",
          Keys.of(INTERVAL, TIMEOUT, GIVE_UP),
          "How LocalPort notices that a session does not answer.");

  private static final Key<Duration> HOLD_TIMEOUT =
      Key.of(
              "timeout",
              Forms.time(Duration.ZERO, Duration.ofHours(1)),
              "How long a connection may wait; 0: connections are refused at once.")
          .or(HoldConfig.DEFAULT.timeout());
  private static final Key<Integer> MAX_CONNECTIONS =
      Key.of("max_connections", Forms.whole(1, 10_000), "Maximum number of waiting connections.")
          .or(HoldConfig.DEFAULT.maxConnections());
  private static final Key<Overflow> OVERFLOW =
      Key.of(
              "overflow",
              Forms.word(Overflow.values()),
              "Which connection to drop when the queue is full: the new one or the oldest.")
          .or(HoldConfig.DEFAULT.overflow());
  private static final Key<Section> HOLD =
      Key.of(
          "hold",
          Keys.of(HOLD_TIMEOUT, MAX_CONNECTIONS, OVERFLOW),
          "How connections wait while there is no session to a pod.");

  private static final Key<Boolean> LAZY =
      Key.of(
              "lazy",
              Forms.flag(),
              "Whether to open the first session only when a connection arrives.")
          .or(Tuning.DEFAULT.lazy());
  private static final Key<Duration> IDLE_TIMEOUT =
      Key.of(
              "idle_timeout",
              Forms.time(Duration.ZERO, DAY),
              "Close sessions after this time without connections; 0: never.")
          .or(Tuning.DEFAULT.idleTimeout());
  private static final Key<Boolean> BALANCE =
      Key.of("balance", Forms.flag(), "Whether to spread connections over all ready pods in turn.")
          .or(Tuning.DEFAULT.balance());

  /** What the defaults and a service may set. */
  static final Keys KEYS =
      Keys.of(
          PROFILE,
          ReconnectReader.KEY,
          BREAKER,
          HEARTBEAT,
          HOLD,
          LAZY,
          IDLE_TIMEOUT,
          BALANCE,
          HealthCheckReader.KEY);

  /** What a context may set. */
  static final Keys CONTEXT_KEYS = Keys.of(ReconnectReader.KEY, HEARTBEAT);

  private TuningReader() {}

  /**
   * Reads what the defaults and a service may set.
   *
   * @param who the owner of the keys, for messages
   */
  static Tuning read(Section level, Tuning under, String who) {
    Profile profile = level.find(PROFILE);
    Tuning base = profile == null ? under : profile.over(under);
    Value named = level.raw(PROFILE);
    if (profile != null && named != null && !level.has(ReconnectReader.KEY)) {
      ReconnectReader.check(base.reconnect(), named);
    }
    return new Tuning(
        ReconnectReader.read(level, base.reconnect()),
        breaker(level, base.breaker()),
        heartbeat(level, base.heartbeat()),
        hold(level, base.hold()),
        level.get(LAZY, base.lazy()),
        level.get(IDLE_TIMEOUT, base.idleTimeout()),
        level.get(BALANCE, base.balance()),
        HealthCheckReader.read(level, base.healthCheck(), who));
  }

  /** Reads what a context may set. */
  static Tuning readContext(Section level, Tuning under) {
    return under.with(
        ReconnectReader.read(level, under.reconnect()), heartbeat(level, under.heartbeat()));
  }

  /**
   * Returns where the values of a level come from, by path: from its own keys, its profile, or
   * where the level below has them from.
   */
  static Map<String, Origin> origins(Section level, Origin here, Map<String, Origin> below) {
    Map<String, Origin> origins = new HashMap<>(below);
    Value named = level.raw(PROFILE);
    for (Profile profile : Profile.values()) {
      if (named != null && named.isWord(profile.word())) {
        profile.paths().forEach(path -> origins.put(path, Origin.ofProfile(profile.word())));
      }
    }
    WrittenKeys.in(level, KEYS).forEach(path -> origins.put(path, here));
    if (HealthCheckReader.hasOldTimeout(level)) {
      origins.put("health_check.timeout", here);
    }
    return origins;
  }

  private static BreakerConfig breaker(Section level, BreakerConfig under) {
    Section keys = level.find(BREAKER);
    return keys == null
        ? under
        : new BreakerConfig(
            keys.get(FAILURES, under.failures()), keys.get(OPEN_FOR, under.openFor()));
  }

  private static HeartbeatConfig heartbeat(Section level, HeartbeatConfig under) {
    Section keys = level.find(HEARTBEAT);
    return keys == null
        ? under
        : new HeartbeatConfig(
            keys.get(INTERVAL, under.interval()),
            keys.get(TIMEOUT, under.timeout()),
            keys.get(GIVE_UP, under.giveUp()));
  }

  private static HoldConfig hold(Section level, HoldConfig under) {
    Section keys = level.find(HOLD);
    return keys == null
        ? under
        : new HoldConfig(
            keys.get(HOLD_TIMEOUT, under.timeout()),
            keys.get(MAX_CONNECTIONS, under.maxConnections()),
            keys.get(OVERFLOW, under.overflow()));
  }
}
