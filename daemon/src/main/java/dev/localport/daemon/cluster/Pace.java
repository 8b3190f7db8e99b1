package dev.localport.daemon.cluster;

import dev.localport.config.ClusterHealthConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.function.DoubleSupplier;

/**
 * When a monitor asks again. Everything is jittered, so that the monitors of many machines do not
 * ask in one instant. Thread-safe if {@code random} is.
 *
 * @param random gives values from 0 (included) to 1 (excluded)
 */
record Pace(ClusterHealthConfig config, DoubleSupplier random) {
  /** No second look sooner than this: many forwards see one line break. */
  static final Duration DEBOUNCE = Duration.ofSeconds(1);

  /** How often events are asked for at most because forwards have problems. */
  static final Duration EVENTS_PAUSE = Duration.ofSeconds(10);

  /** A cluster in doubt is given this long to answer: three misses fit into 15 s with margin. */
  private static final Duration SHORT_TIMEOUT = Duration.ofSeconds(3);

  private static final Duration AWAY_INTERVAL = Duration.ofSeconds(2);

  /** Most outages are short; what looking so often costs, LongOutageIT prints. */
  private static final Duration JUST_AWAY_INTERVAL = Duration.ofMillis(500);

  private static final Duration NOT_LONG_AWAY_INTERVAL = Duration.ofSeconds(1);

  /** So many misses in a row: ten seconds of refusals. */
  private static final int JUST_AWAY = 20;

  /** So many misses in a row: a minute of refusals. */
  private static final int NOT_LONG_AWAY = 70;

  private static final Duration FIRST_WAIT = Duration.ofMillis(500);
  private static final Duration AWAY_PAUSE = Duration.ofMillis(200);
  private static final Duration FIRST_LOOK = Duration.ofSeconds(30);
  private static final Duration LAST_LOOK = Duration.ofMinutes(10);
  private static final int LONGEST_DOUBLING = 3;
  private static final double JITTER = 0.1;

  /** Never later than the user said: that a cluster is offline has to be known within 45 s. */
  Duration keepalive() {
    return shortened(config.keepaliveInterval());
  }

  Duration collection() {
    return scaled(config.interval(), 1 - JITTER + 2 * JITTER * random.getAsDouble());
  }

  /** Returns the delay after this many missed probes in a row: 0.5, 1, 2, 4 s, and no longer. */
  Duration afterMisses(int misses) {
    return shortened(FIRST_WAIT.multipliedBy(1L << Math.min(misses - 1, LONGEST_DOUBLING)));
  }

  /**
   * Returns when an offline cluster is probed again: twice a second at first, then every second,
   * then every 2 s, from start to start, and at once after one that took longer. So a probe begins
   * within 3.2 s of the cluster's return.
   */
  Instant whileAway(Instant begunAt, int misses, Instant now) {
    Duration interval = whileAway(misses);
    Instant regular = begunAt.plus(shortened(interval));
    Instant soonest = now.plus(AWAY_PAUSE);
    return regular.isAfter(soonest) && regular.isBefore(now.plus(interval)) ? regular : soonest;
  }

  private static Duration whileAway(int misses) {
    if (misses <= JUST_AWAY) {
      return JUST_AWAY_INTERVAL;
    }
    return misses <= NOT_LONG_AWAY ? NOT_LONG_AWAY_INTERVAL : AWAY_INTERVAL;
  }

  /** Returns the wait before a refusal is checked again: 30 s, doubled up to 10 min. */
  Duration afterRefusal(int looks) {
    long seconds = FIRST_LOOK.toSeconds() << Math.min(looks, 8);
    return shortened(Duration.ofSeconds(Math.min(LAST_LOOK.toSeconds(), seconds)));
  }

  /** Returns how long a probe may take. */
  Duration probeTimeout(Reachability reach) {
    Duration said = config.probeTimeout();
    boolean suspected = reach instanceof Reachability.Missing || reach instanceof Reachability.Away;
    return suspected && said.compareTo(SHORT_TIMEOUT) > 0 ? SHORT_TIMEOUT : said;
  }

  private Duration shortened(Duration wait) {
    return scaled(wait, 1 - JITTER * random.getAsDouble());
  }

  private static Duration scaled(Duration wait, double by) {
    return Duration.ofMillis(Math.round(wait.toMillis() * by));
  }
}
