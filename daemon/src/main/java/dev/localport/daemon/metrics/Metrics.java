package dev.localport.daemon.metrics;

import dev.localport.api.ServiceStatus;
import dev.localport.config.MetricsConfig;
import dev.localport.daemon.host.PortHolder;
import dev.localport.daemon.time.Timers;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The measurements of all services, and the addresses where they can be collected. Thread-safe. */
public final class Metrics implements AutoCloseable {
  private final Supplier<List<ServiceStatus>> services;
  private final Addresses addresses;

  /**
   * Measures nothing and listens nowhere until it is asked to.
   *
   * @param services all services as they are now
   * @param files where the loaded files want measurements to be collected, by the files' paths
   */
  public Metrics(
      Supplier<List<ServiceStatus>> services,
      Supplier<Map<String, MetricsConfig>> files,
      PortHolder portHolder,
      Timers timers) {
    this.services = services;
    this.addresses = new Addresses(files, this::read, portHolder, timers);
  }

  /** Returns what there is to measure in Prometheus' text format, version 0.0.4. */
  public String read() {
    return Exposition.of(services.get(), ProcessFigures.now());
  }

  /** Listens where the files want it now, and nowhere else, soon; returns at once. */
  public void follow() {
    addresses.follow();
  }

  /** Says for each address that cannot be listened on what is in the way, a sentence each. */
  public List<String> notes() {
    return addresses.notes();
  }

  /** Listens nowhere any more. */
  @Override
  public void close() {
    addresses.close();
  }
}
