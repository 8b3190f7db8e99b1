package dev.localport.daemon.metrics;

import dev.localport.config.MetricsConfig;
import dev.localport.daemon.host.PortHolder;
import dev.localport.daemon.time.Timers;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What the daemon measures, and the addresses where they can be collected. Thread-safe. */
public final class Metrics implements AutoCloseable {
  private final Supplier<Figures> figures;
  private final Addresses addresses;

  /**
   * Measures nothing and listens nowhere until it is asked to.
   *
   * @param figures what is measured, as it is now
   * @param files where the loaded files want measurements to be collected, by the files' paths
   */
  public Metrics(
      Supplier<Figures> figures,
      Supplier<Map<String, MetricsConfig>> files,
      PortHolder portHolder,
      Timers timers) {
    this.figures = figures;
    this.addresses = new Addresses(files, this::read, portHolder, timers);
  }

  /** Returns what there is to measure in Prometheus' text format, version 0.0.4. */
  public String read() {
    return Exposition.of(figures.get(), ProcessFigures.now());
  }

  /** Listens where the files want it now, and nowhere else, soon; returns at once. */
  public void follow() {
    addresses.follow();
  }

  /** Says for each address that cannot be used why, a sentence each. */
  public List<String> notes() {
    return addresses.notes();
  }

  /** Closes all listeners. */
  @Override
  public void close() {
    addresses.close();
  }
}
