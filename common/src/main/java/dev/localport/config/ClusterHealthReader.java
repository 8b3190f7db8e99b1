package dev.localport.config;

import dev.localport.config.form.Form;
import dev.localport.config.form.Forms;
import dev.localport.config.form.Key;
import dev.localport.config.form.Keys;
import dev.localport.config.form.Section;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads {@code cluster_health} of the defaults and of contexts. */
final class ClusterHealthReader {
  private static final ClusterHealthConfig DEFAULT = ClusterHealthConfig.DEFAULT;
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static final Key<Boolean> ENABLED =
      Key.of(
              "enabled",
              Forms.flag(),
              "Whether to probe the cluster. If false, it counts as healthy; sessions still have"
                  + " heartbeats.")
          .or(DEFAULT.enabled());
  private static final Key<Duration> INTERVAL =
      Key.of(
              "interval",
              Forms.time(Duration.ofSeconds(10), HOUR),
              "Time between two collections of nodes, pods and the rest.")
          .or(DEFAULT.interval());
  private static final Key<Duration> KEEPALIVE_INTERVAL =
      Key.of(
              "keepalive_interval",
              Forms.time(Duration.ofSeconds(5), HOUR),
              "Time between two probes.")
          .or(DEFAULT.keepaliveInterval());
  private static final Key<Duration> PROBE_TIMEOUT =
      Key.of("probe_timeout", Forms.time(Duration.ofMillis(100), MINUTE), "Timeout of a probe.")
          .or(DEFAULT.probeTimeout());
  private static final Key<Duration> TIMEOUT =
      Key.of(
              "timeout",
              Forms.time(Duration.ofSeconds(1), Duration.ofMinutes(5)),
              "Timeout of one query of a collection.")
          .or(DEFAULT.timeout());
  private static final Key<Integer> RETRY_ATTEMPTS =
      Key.of("retry_attempts", Forms.whole(0, 10), "Retries of a failed query.")
          .or(DEFAULT.retryAttempts());
  private static final Key<Integer> FAILURE_THRESHOLD =
      Key.of(
              "failure_threshold",
              Forms.whole(1, 100),
              "Failed probes in a row before the cluster counts as offline.")
          .or(DEFAULT.failureThreshold());
  private static final Key<Duration> DEGRADED_ABOVE =
      Key.of(
              "degraded_above",
              Forms.time(Duration.ofMillis(1), MINUTE),
              "Probe latency above which the cluster counts as slow.")
          .or(DEFAULT.degradedAbove());
  private static final Key<Duration> CACHE_MAX_AGE =
      Key.of(
              "cache_max_age",
              Forms.time(MINUTE, Duration.ofDays(30)),
              "How long the last known data is shown while the cluster is offline.")
          .or(DEFAULT.cacheMaxAge());

  private static final Key<Setting> CLUSTER_INFO =
      query("cluster_info", KubectlForm.CLUSTER_INFO, "Version and state of the API server.");
  private static final Key<Setting> POD_STATUS =
      query("pod_status", KubectlForm.PODS, "Pods, except completed ones.");
  private static final Key<Setting> NODE_STATUS = query("node_status", KubectlForm.NODES, "Nodes.");
  private static final Key<Setting> EVENTS_ON_FAILURE =
      query(
          "events_on_failure",
          KubectlForm.EVENTS,
          "The newest 50 events, when something is wrong or a command asks for them.");
  private static final Key<Section> COMMANDS =
      Key.of(
          "commands",
          Keys.of(CLUSTER_INFO, POD_STATUS, NODE_STATUS, EVENTS_ON_FAILURE),
          "What to collect. Each is true, false, or keys.");

  static final Key<Section> KEY =
      Key.of(
          "cluster_health",
          Keys.of(
              ENABLED,
              INTERVAL,
              KEEPALIVE_INTERVAL,
              PROBE_TIMEOUT,
              TIMEOUT,
              RETRY_ATTEMPTS,
              FAILURE_THRESHOLD,
              DEGRADED_ABOVE,
              CACHE_MAX_AGE,
              COMMANDS),
          "How a cluster is monitored; one monitor for each context.");

  /** What a file says of one query; null: nothing of its command. */
  private record Setting(boolean enabled, @Nullable ClusterQuery command) {}

  private ClusterHealthReader() {}

  private static Key<Setting> query(String name, KubectlForm kubectl, String description) {
    Key<Boolean> enabled = Key.of("enabled", Forms.flag(), "Whether to collect it.").or(true);
    Key<ClusterQuery> command =
        Key.of(
            "command",
            kubectl,
            "The kubectl command of LocalPort 1.0. It is not run; LocalPort uses its namespace,"
                + " selectors and limit.");
    Form<Setting> keys =
        Keys.of(enabled, command)
            .as(section -> new Setting(section.get(enabled, true), section.find(command)));
    Form<Setting> flag = Forms.then(Forms.flag(), on -> new Setting(on, null));
    return Key.of(name, Forms.keysOr(keys, flag), description + " Default: true.");
  }

  static ClusterHealthConfig read(Section level, ClusterHealthConfig under) {
    Section keys = level.find(KEY);
    return keys == null
        ? under
        : new ClusterHealthConfig(
            keys.get(ENABLED, under.enabled()),
            keys.get(INTERVAL, under.interval()),
            keys.get(KEEPALIVE_INTERVAL, under.keepaliveInterval()),
            keys.get(PROBE_TIMEOUT, under.probeTimeout()),
            keys.get(TIMEOUT, under.timeout()),
            keys.get(RETRY_ATTEMPTS, under.retryAttempts()),
            keys.get(FAILURE_THRESHOLD, under.failureThreshold()),
            keys.get(DEGRADED_ABOVE, under.degradedAbove()),
            keys.get(CACHE_MAX_AGE, under.cacheMaxAge()),
            queries(keys.find(COMMANDS), under.queries()));
  }

  private static ClusterQueries queries(@Nullable Section keys, ClusterQueries under) {
    return keys == null
        ? under
        : new ClusterQueries(
            over(keys.find(CLUSTER_INFO), under.clusterInfo()),
            over(keys.find(POD_STATUS), under.podStatus()),
            over(keys.find(NODE_STATUS), under.nodeStatus()),
            over(keys.find(EVENTS_ON_FAILURE), under.eventsOnFailure()));
  }

  private static ClusterQuery over(@Nullable Setting setting, ClusterQuery under) {
    if (setting == null) {
      return under;
    }
    ClusterQuery query = setting.command() == null ? under : setting.command();
    return query.enabled(setting.enabled());
  }
}
