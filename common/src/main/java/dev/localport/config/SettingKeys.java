package dev.localport.config;

import static dev.localport.config.SettingKey.ofCluster;
import static dev.localport.config.SettingKey.ofService;

import dev.localport.config.form.Shown;
import dev.localport.config.form.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The values that can be set while the daemon runs. */
public final class SettingKeys {
  /** How much the daemon logs: the one value that no file has. */
  public static final SettingKey LOG_LEVEL =
      new SettingKey("log.level", SettingKey.Reach.DAEMON, null, null);

  private static final List<SettingKey> ALL =
      List.of(
          ofService("reconnect.auto", t -> t.reconnect().auto()),
          ofService("reconnect.max_attempts", t -> t.reconnect().maxAttempts()),
          ofService("reconnect.initial_delay", t -> t.reconnect().initialDelay()),
          ofService("reconnect.max_delay", t -> t.reconnect().maxDelay()),
          ofService("reconnect.multiplier", t -> t.reconnect().multiplier()),
          ofService("reconnect.jitter", t -> t.reconnect().jitter()),
          ofService("breaker.failures", t -> t.breaker().failures()),
          ofService("breaker.open_for", t -> t.breaker().openFor()),
          ofService("heartbeat.interval", t -> t.heartbeat().interval()),
          ofService("heartbeat.timeout", t -> t.heartbeat().timeout()),
          ofService("heartbeat.give_up", t -> t.heartbeat().giveUp()),
          ofService("hold.timeout", t -> t.hold().timeout()),
          ofService("hold.max_connections", t -> t.hold().maxConnections()),
          ofService("hold.overflow", t -> t.hold().overflow()),
          ofService("lazy", Tuning::lazy),
          ofService("idle_timeout", Tuning::idleTimeout),
          ofService("balance", Tuning::balance),
          check("health_check.interval", HealthCheckConfig::interval),
          check("health_check.timeout", HealthCheckConfig::timeout),
          check("health_check.failure_threshold", HealthCheckConfig::failureThreshold),
          check("health_check.success_threshold", HealthCheckConfig::successThreshold),
          check("health_check.cluster_aware", HealthCheckConfig::clusterAware),
          check("health_check.restart", HealthCheckConfig::restart),
          ofCluster("cluster_health.enabled", ClusterHealthConfig::enabled),
          ofCluster("cluster_health.interval", ClusterHealthConfig::interval),
          ofCluster("cluster_health.keepalive_interval", ClusterHealthConfig::keepaliveInterval),
          ofCluster("cluster_health.probe_timeout", ClusterHealthConfig::probeTimeout),
          ofCluster("cluster_health.timeout", ClusterHealthConfig::timeout),
          ofCluster("cluster_health.retry_attempts", ClusterHealthConfig::retryAttempts),
          ofCluster("cluster_health.failure_threshold", ClusterHealthConfig::failureThreshold),
          ofCluster("cluster_health.degraded_above", ClusterHealthConfig::degradedAbove),
          ofCluster("cluster_health.cache_max_age", ClusterHealthConfig::cacheMaxAge),
          LOG_LEVEL);

  private SettingKeys() {}

  private static SettingKey check(String path, Function<HealthCheckConfig, Object> value) {
    return ofService(
        path, tuning -> tuning.healthCheck() == null ? null : value.apply(tuning.healthCheck()));
  }

  /** Returns all of them, in the order in which they are shown. */
  public static List<SettingKey> all() {
    return ALL;
  }

  /** Returns all paths. */
  public static List<String> paths() {
    return ALL.stream().map(SettingKey::path).toList();
  }

  /** Returns the key of a path; null for one that this version does not know. */
  public static @Nullable SettingKey find(String path) {
    return ALL.stream().filter(key -> key.path().equals(path)).findFirst().orElse(null);
  }

  /** What a person's word for a key means. */
  public sealed interface Meant {
    /** One key. */
    record Known(SettingKey key) implements Meant {}

    /** None, or several; {@code why} says so, and what to write. */
    record Unknown(String why) implements Meant {}
  }

  /** Reads the word for a key: its path, or the last word of it where no other key has that. */
  public static Meant read(String word) {
    SettingKey key = find(word);
    if (key != null) {
      return new Meant.Known(key);
    }
    List<SettingKey> ending = ALL.stream().filter(each -> each.lastWord().equals(word)).toList();
    if (ending.size() == 1) {
      return new Meant.Known(ending.getFirst());
    }
    return new Meant.Unknown(ending.isEmpty() ? unknown(word) : ambiguous(word, ending));
  }

  private static String ambiguous(String word, List<SettingKey> keys) {
    return "%s is ambiguous; use %s"
        .formatted(word, Shown.choice(keys.stream().map(SettingKey::path).toList()));
  }

  private static String unknown(String word) {
    List<String> known = new ArrayList<>(paths());
    ALL.forEach(key -> known.add(key.lastWord()));
    Optional<String> near = Suggestion.find(word, known);
    return "unknown setting \"%s\"; %s"
        .formatted(
            Shown.of(word),
            near.map(meant -> "did you mean " + meant + "?").orElseGet(() -> beside(word)));
  }

  /** Returns what there is in the section of a word, else where all keys can be seen. */
  private static String beside(String word) {
    String section = word.substring(0, word.lastIndexOf('.') + 1);
    List<String> there = paths().stream().filter(path -> path.startsWith(section)).toList();
    return section.isEmpty() || there.isEmpty()
        ? "list all settings: localport settings get"
        : "use " + Shown.choice(there);
  }
}
