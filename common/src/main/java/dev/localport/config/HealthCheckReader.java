package dev.localport.config;

import dev.localport.config.form.Forms;
import dev.localport.config.form.Key;
import dev.localport.config.form.Keys;
import dev.localport.config.form.Schema;
import dev.localport.config.form.Section;
import dev.localport.config.form.Value;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads {@code health_check}; what it does is read by {@link HealthProbeReader}. */
final class HealthCheckReader {
  private static final HealthCheckConfig DEFAULT = HealthCheckConfig.DEFAULT;

  private static final Key<HealthType> TYPE =
      Key.of(
              "type",
              Forms.word(HealthType.values()),
              "Kind of check: tcp connects, http and https send a request, exec runs a program on"
                  + " this machine, none disables the check from the defaults. kafka and postgres"
                  + " are not supported yet: the service runs without a check.")
          .or(HealthType.TCP);
  private static final Key<Duration> INTERVAL =
      Key.of(
              "interval",
              Forms.time(Duration.ofSeconds(1), Duration.ofHours(1)),
              "Time between two checks.")
          .or(DEFAULT.interval());
  private static final Key<Duration> TIMEOUT =
      Key.of("timeout", HealthProbeReader.TIMEOUT_FORM, "Timeout of one check.")
          .or(DEFAULT.timeout());
  private static final Key<Integer> FAILURE_THRESHOLD =
      Key.of(
              "failure_threshold",
              Forms.whole(1, 100),
              "Failures in a row before the service counts as unhealthy.")
          .or(DEFAULT.failureThreshold());
  private static final Key<Integer> SUCCESS_THRESHOLD =
      Key.of(
              "success_threshold",
              Forms.whole(1, 100),
              "Successes in a row before it counts as healthy again.")
          .or(DEFAULT.successThreshold());
  private static final Key<Boolean> CLUSTER_AWARE =
      Key.of(
              "cluster_aware",
              Forms.flag(),
              "Whether to pause the checks while the cluster is offline.")
          .or(DEFAULT.clusterAware());
  private static final Key<Boolean> RESTART =
      Key.of(
              "restart",
              Forms.flag(),
              "Whether an unhealthy service gets new sessions, to another pod if there is one."
                  + " Only while the cluster is healthy, and less and less often while it does not"
                  + " help.")
          .or(DEFAULT.restart());
  private static final Key<Value> CONFIG =
      Key.of(
          "config",
          Forms.<Value>of(value -> value, Schema.anyOf(HealthProbeReader.schemas())),
          "Options of the check type.");

  static final Key<Section> KEY =
      Key.of(
          "health_check",
          Keys.of(
              TYPE,
              INTERVAL,
              TIMEOUT,
              FAILURE_THRESHOLD,
              SUCCESS_THRESHOLD,
              CLUSTER_AWARE,
              RESTART,
              CONFIG),
          "How LocalPort checks whether the service behind a forward works. Each check is a real"
              + " connection to the pod. Without this key, only the session is checked.");

  private HealthCheckReader() {}

  /**
   * Returns the check, or null for none.
   *
   * @param under what the level below says
   * @param who the owner of the check, for messages
   */
  static @Nullable HealthCheckConfig read(
      Section level, @Nullable HealthCheckConfig under, String who) {
    Section keys = level.find(KEY);
    if (keys == null) {
      return under;
    }
    HealthCheckConfig base = under == null ? DEFAULT : under;
    HealthType type = keys.get(TYPE, HealthType.of(base.probe()));
    HealthProbeReader probes = new HealthProbeReader(keys, keys.raw(CONFIG), base.probe());
    HealthProbe probe = probes.read(type);
    HealthCheckConfig check =
        new HealthCheckConfig(
            probe == null ? base.probe() : probe,
            keys.get(INTERVAL, base.interval()),
            keys.get(TIMEOUT, probes.timeout(base.timeout())),
            keys.get(FAILURE_THRESHOLD, base.failureThreshold()),
            keys.get(SUCCESS_THRESHOLD, base.successThreshold()),
            keys.get(CLUSTER_AWARE, base.clusterAware()),
            keys.get(RESTART, base.restart()));
    return switch (type) {
      case TCP, HTTP, HTTPS, EXEC -> check;
      case KAFKA, POSTGRES, POSTGRESQL -> {
        tellMissing(keys.raw(TYPE), type, who);
        yield null;
      }
      case NONE -> null;
    };
  }

  /** Returns whether {@code config} has the timeout, as in older files; reports nothing. */
  static boolean hasOldTimeout(Section level) {
    Value check = level.raw(KEY);
    return check != null
        && Section.entriesOf(check).entrySet().stream()
            .filter(entry -> entry.getKey().name().equals(CONFIG.name()))
            .flatMap(entry -> Section.entriesOf(entry.getValue()).keySet().stream())
            .anyMatch(key -> key.name().equals(TIMEOUT.name()));
  }

  private static void tellMissing(@Nullable Value at, HealthType type, String who) {
    if (at != null) {
      NotYet.tell(at, "the health check " + type.word(), who + " runs without a check");
    }
  }
}
