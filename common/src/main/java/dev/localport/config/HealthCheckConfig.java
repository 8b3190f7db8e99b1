package dev.localport.config;

import java.time.Duration;

/**
 * How LocalPort checks whether the service behind a forward works.
 *
 * @param interval between two checks: 1 s to 1 h
 * @param timeout how long one may take: 100 ms to 5 min
 * @param failureThreshold failures in a row until the service counts as unhealthy: 1 to 100
 * @param successThreshold successes in a row until it counts as healthy: 1 to 100
 * @param clusterAware whether checks pause while the cluster is offline
 * @param restart whether a service that is unhealthy gets new sessions, to another pod where there
 *     is one, while the cluster is healthy
 */
public record HealthCheckConfig(
    HealthProbe probe,
    Duration interval,
    Duration timeout,
    int failureThreshold,
    int successThreshold,
    boolean clusterAware,
    boolean restart) {
  /** What holds where {@code health_check} is written and says nothing else. */
  public static final HealthCheckConfig DEFAULT =
      new HealthCheckConfig(
          new HealthProbe.Tcp(null, null),
          Duration.ofSeconds(30),
          Duration.ofSeconds(5),
          3,
          1,
          true,
          false);
}
