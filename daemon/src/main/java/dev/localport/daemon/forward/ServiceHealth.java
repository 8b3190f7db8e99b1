package dev.localport.daemon.forward;

import dev.localport.config.HealthCheckConfig;
import dev.localport.daemon.health.Check;
import dev.localport.daemon.health.Dialler;
import dev.localport.daemon.health.HealthMonitor;
import dev.localport.daemon.health.HealthParts;
import dev.localport.daemon.health.HealthView;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The health check of a forward's service, or none. Thread-safe. */
final class ServiceHealth {
  private final @Nullable HealthMonitor monitor;

  /**
   * Begins to check where the service has a check.
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
    this.monitor =
        config == null
            ? null
            : new HealthMonitor(
                new HealthParts(
                    service,
                    config,
                    Check.of(config, dialler, folder),
                    parts.timers(),
                    parts.random(),
                    clusterHealthy,
                    _ -> owner.accept(new ForwardMessage.RestartAsked()),
                    checked));
  }

  /** Returns what is known of the service's health now. Any thread may ask. */
  HealthView view() {
    return monitor == null ? HealthView.DISABLED : monitor.view();
  }

  /** Tells whether the service has been checked, or has no check. Any thread may ask. */
  boolean isChecked() {
    return monitor == null || monitor.view().lastCheck() != null;
  }

  /** There is a way to the service: it is checked. */
  void connected() {
    tell(HealthMonitor::connected);
  }

  /** There is no way to it any more. */
  void disconnected() {
    tell(HealthMonitor::disconnected);
  }

  /** Its cluster is away, as the monitor says. */
  void clusterAway() {
    tell(HealthMonitor::clusterAway);
  }

  /** Its cluster is back, as the monitor says. */
  void clusterBack() {
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
    if (monitor != null) {
      what.accept(monitor);
    }
  }
}
