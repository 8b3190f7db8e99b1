package dev.localport.daemon.cluster;

import dev.localport.config.ClusterHealthConfig;
import dev.localport.config.ClusterQueries;
import java.time.Duration;

/** Configurations of monitors that differ from the default in one thing. */
final class Configs {
  private static final ClusterHealthConfig DEFAULT = ClusterHealthConfig.DEFAULT;

  private Configs() {}

  static ClusterHealthConfig enabled(boolean enabled) {
    return of(enabled, 3, 2, Duration.ofHours(24), DEFAULT.queries());
  }

  static ClusterHealthConfig threshold(int failures) {
    return of(true, failures, 2, Duration.ofHours(24), DEFAULT.queries());
  }

  static ClusterHealthConfig retries(int attempts) {
    return of(true, 3, attempts, Duration.ofHours(24), DEFAULT.queries());
  }

  static ClusterHealthConfig of(
      boolean enabled, int threshold, int retries, Duration maxAge, ClusterQueries queries) {
    return new ClusterHealthConfig(
        enabled,
        DEFAULT.interval(),
        DEFAULT.keepaliveInterval(),
        DEFAULT.probeTimeout(),
        DEFAULT.timeout(),
        retries,
        threshold,
        DEFAULT.degradedAbove(),
        maxAge,
        queries);
  }
}
