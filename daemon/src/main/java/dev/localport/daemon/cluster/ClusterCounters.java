package dev.localport.daemon.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a monitor has done and seen since it began. All of it only grows. Immutable.
 *
 * @param probes how the probes ended
 * @param outages how often the cluster went offline
 * @param offline how long the outages took that have ended
 * @param offlineSince when the outage began that continues; null: none does
 * @param collections what was collected, by resource: {@code pods}
 */
public record ClusterCounters(
    Results probes,
    long outages,
    Duration offline,
    @Nullable Instant offlineSince,
    Map<String, Collections> collections) {
  /** Of a monitor that has just begun. */
  static final ClusterCounters NONE =
      new ClusterCounters(Results.NONE, 0, Duration.ZERO, null, Map.of());

  /** Copies the map, so that counters never change. */
  public ClusterCounters {
    collections = Map.copyOf(collections);
  }

  /**
   * How requests ended.
   *
   * @param answered those that the cluster answered, also with a refusal
   * @param failed all others: no answer in time, an error, or rejected credentials
   */
  public record Results(long answered, long failed) {
    static final Results NONE = new Results(0, 0);

    Results with(boolean isAnswered) {
      return isAnswered ? new Results(answered + 1, failed) : new Results(answered, failed + 1);
    }
  }

  /**
   * The collections of one resource.
   *
   * @param took how long all of them took together
   */
  public record Collections(Results results, Duration took) {
    static final Collections NONE = new Collections(Results.NONE, Duration.ZERO);
  }

  /** Returns how long the cluster has been offline by now, all outages together. */
  public Duration offline(Instant now) {
    return offline.plus(lasting(now));
  }

  /** A clock that was set back has seen no time pass. */
  private Duration lasting(Instant now) {
    return offlineSince == null || now.isBefore(offlineSince)
        ? Duration.ZERO
        : Duration.between(offlineSince, now);
  }

  /** Returns these after one more probe. */
  ClusterCounters probed(boolean isAnswered) {
    return new ClusterCounters(
        probes.with(isAnswered), outages, offline, offlineSince, collections);
  }

  /** Returns these after one more collection. */
  ClusterCounters collected(String resource, boolean isAnswered, Duration took) {
    Map<String, Collections> more = new TreeMap<>(collections);
    Collections before = more.getOrDefault(resource, Collections.NONE);
    more.put(
        resource, new Collections(before.results().with(isAnswered), before.took().plus(took)));
    return new ClusterCounters(probes, outages, offline, offlineSince, more);
  }

  /** Returns these now that the cluster is offline, or is not. */
  ClusterCounters away(boolean isAway, Instant now) {
    if (isAway == (offlineSince != null)) {
      return this;
    }
    return isAway
        ? new ClusterCounters(probes, outages + 1, offline, now, collections)
        : new ClusterCounters(probes, outages, offline(now), null, collections);
  }
}
