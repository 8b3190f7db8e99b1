package dev.localport.daemon.health;

import dev.localport.config.HealthCheckConfig;
import dev.localport.config.HealthProbe;
import dev.localport.daemon.time.Timers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Checks as a file might have them. */
final class Probes {
  private Probes() {}

  static HealthCheckConfig config(HealthProbe probe) {
    HealthCheckConfig usual = HealthCheckConfig.DEFAULT;
    return new HealthCheckConfig(
        probe, usual.interval(), usual.timeout(), 3, 1, usual.clusterAware(), false);
  }

  /** Returns the usual check with other numbers. */
  static HealthCheckConfig config(
      int failures, int successes, boolean clusterAware, boolean restart) {
    return new HealthCheckConfig(
        HealthCheckConfig.DEFAULT.probe(),
        Duration.ofSeconds(30),
        Duration.ofSeconds(5),
        failures,
        successes,
        clusterAware,
        restart);
  }

  /** Returns what a monitor of the service {@code db} is made of, whose checks a fake runs. */
  static HealthParts parts(HealthCheckConfig config, Timers timers, Consumer<String> restart) {
    return new HealthParts(
        "db", config, new Named(), timers, () -> 0.5, () -> true, restart, () -> {});
  }

  private static final class Named implements Check {
    @Override
    public String label() {
      return "http GET /healthz";
    }

    @Override
    public String lateness() {
      return "no answer";
    }

    @Override
    public CheckOutcome run() {
      throw new AssertionError("the runner is a fake");
    }
  }

  static HealthProbe.Http get(String url) {
    return http(url, "GET", null, Map.of());
  }

  static HealthProbe.Http http(
      String url, String method, @Nullable String content, Map<String, String> headers) {
    return new HealthProbe.Http(
        false, url, method, List.of(200, 201, 202, 204), content, headers, true, null);
  }
}
