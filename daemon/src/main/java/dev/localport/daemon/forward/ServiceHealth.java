package dev.localport.daemon.forward;

import dev.localport.config.HealthCheckConfig;
import dev.localport.daemon.health.Check;
import dev.localport.daemon.health.Dialler;
import dev.localport.daemon.health.HealthMonitor;
import dev.localport.daemon.health.HealthParts;
import dev.localport.daemon.health.HealthView;
import dev.localport.daemon.health.HealthWord;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The health check of a forward's service, or none. Thread-safe. */
final class ServiceHealth {
  private final Function<HealthCheckConfig, HealthMonitor> monitors;
  private @Nullable HealthCheckConfig config;
  private volatile @Nullable HealthMonitor monitor;
  private boolean connected;
  private boolean clusterAway;

  /**
   * Starts to check where the service has a check.
   *
   * @param config null: it has none
   * @param folder of the configuration file, where relative paths start; null: this process's own
   * @param clusterHealthy any thread may ask
   * @param checked is run when a check has ended
   */
  ServiceHealth(
      String service,
      @Nullable HealthCheckConfig config,
      @Nullable Path folder,
      Dialler dialler,
      ForwardParts parts,
      BooleanSupplier clusterHealthy,
      Consumer<ForwardMessage> owner,
      Runnable checked) {
    this.monitors =
        check ->
            new HealthMonitor(
                new HealthParts(
                    service,
                    check,
                    Check.of(check, dialler, folder),
                    parts.timers(),
                    parts.random(),
                    clusterHealthy,
                    _ -> owner.accept(new ForwardMessage.RestartAsked()),
                    checked));
    this.config = config;
    this.monitor = config == null ? null : monitors.apply(config);
  }

  /** Takes another check, or none; one that says the same continues. */
  void configure(@Nullable HealthCheckConfig now) {
    if (Objects.equals(now, config)) {
      return;
    }
    end();
    config = now;
    monitor = now == null ? null : monitors.apply(now);
    if (clusterAway) {
      tell(HealthMonitor::clusterAway);
    }
    if (connected) {
      tell(HealthMonitor::connected);
    }
  }

  /** Returns what is known of the service's health now. Any thread may ask. */
  HealthView view() {
    HealthMonitor now = monitor;
    return now == null ? HealthView.DISABLED : now.view();
  }

  /**
   * Returns whether the checks have decided how the service is, or it has none: after a failure
   * that decides nothing, the next check follows soon. Any thread may ask.
   */
  boolean isChecked() {
    HealthMonitor now = monitor;
    if (now == null) {
      return true;
    }
    HealthView view = now.view();
    boolean isUndecided = view.word() == HealthWord.UNKNOWN && view.failures() > 0;
    return view.lastCheck() != null && !isUndecided;
  }

  /** There is a connection to the service: it is checked. */
  void connected() {
    connected = true;
    tell(HealthMonitor::connected);
  }

  /** There is no connection to it anymore. */
  void disconnected() {
    connected = false;
    tell(HealthMonitor::disconnected);
  }

  /** Its cluster is offline, as the monitor says. */
  void clusterAway() {
    clusterAway = true;
    tell(HealthMonitor::clusterAway);
  }

  /** Its cluster is back, as the monitor says. */
  void clusterBack() {
    clusterAway = false;
    tell(HealthMonitor::clusterBack);
  }

  /** Something is wrong with its cluster: it is checked sooner. */
  void trouble() {
    tell(HealthMonitor::clusterTrouble);
  }

  void end() {
    tell(HealthMonitor::close);
  }

  private void tell(Consumer<HealthMonitor> what) {
    HealthMonitor now = monitor;
    if (now != null) {
      what.accept(now);
    }
  }
}
