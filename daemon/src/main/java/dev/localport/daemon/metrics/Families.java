package dev.localport.daemon.metrics;

import dev.localport.api.ServiceStatus;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Families of series with one or more for each service. Not thread-safe. */
final class Families {
  private static final double MILLIS_PER_SECOND = 1e3;

  private final List<ServiceStatus> services;
  private final MetricSnapshots.Builder all = MetricSnapshots.builder();

  Families(List<ServiceStatus> services) {
    this.services = services;
  }

  MetricSnapshots.Builder all() {
    return all;
  }

  private static Labels labels(ServiceStatus service) {
    String context = service.context();
    return Labels.of("service", service.name(), "context", context == null ? "" : context);
  }

  /** Adds what only grows; the written name ends with {@code _total}. */
  void counter(String name, String help, ToDoubleFunction<ServiceStatus> value) {
    CounterSnapshot.Builder family = CounterSnapshot.builder().name(name).help(help);
    for (ServiceStatus service : services) {
      family.dataPoint(point(labels(service), value.applyAsDouble(service)));
    }
    all.metricSnapshot(family.build());
  }

  /** Adds what only grows, told apart by one more label. */
  void counters(
      String name,
      String help,
      String label,
      Function<ServiceStatus, Map<String, ? extends Number>> values) {
    CounterSnapshot.Builder family = CounterSnapshot.builder().name(name).help(help);
    for (ServiceStatus service : services) {
      values
          .apply(service)
          .forEach((word, value) ->
              family.dataPoint(point(labels(service).add(label, word), value.doubleValue())));
    }
    all.metricSnapshot(family.build());
  }

  private static CounterDataPointSnapshot point(Labels labels, double value) {
    return CounterDataPointSnapshot.builder().labels(labels).value(value).build();
  }

  /** Adds what rises and falls; a service whose value is null has no series. */
  void gauge(String name, String help, Function<ServiceStatus, ? extends @Nullable Number> value) {
    GaugeSnapshot.Builder family = GaugeSnapshot.builder().name(name).help(help);
    for (ServiceStatus service : services) {
      Number now = value.apply(service);
      if (now != null) {
        family.dataPoint(point(now.doubleValue(), labels(service)));
      }
    }
    all.metricSnapshot(family.build());
  }

  /** Adds one series for each word: 1 for the one that holds, 0 for the others. */
  void state(
      String name, String help, List<String> words, Function<ServiceStatus, String> current) {
    GaugeSnapshot.Builder family = GaugeSnapshot.builder().name(name).help(help);
    for (ServiceStatus service : services) {
      for (String word : words) {
        double holds = word.equals(current.apply(service)) ? 1 : 0;
        family.dataPoint(point(holds, labels(service).add("state", word)));
      }
    }
    all.metricSnapshot(family.build());
  }

  private static GaugeDataPointSnapshot point(double value, Labels labels) {
    return GaugeDataPointSnapshot.builder().labels(labels).value(value).build();
  }

  /** Adds quantiles in seconds of what is known in milliseconds; null is not known yet. */
  void quantiles(
      String name, String help, Map<Double, Function<ServiceStatus, @Nullable Double>> millis) {
    SummarySnapshot.Builder family = SummarySnapshot.builder().name(name).help(help);
    for (ServiceStatus service : services) {
      Map<Double, Double> known = new LinkedHashMap<>();
      millis.forEach((quantile, value) -> {
        Double now = value.apply(service);
        if (now != null) {
          known.put(quantile, now / MILLIS_PER_SECOND);
        }
      });
      if (!known.isEmpty()) {
        family.dataPoint(point(labels(service), known));
      }
    }
    all.metricSnapshot(family.build());
  }

  private static SummaryDataPointSnapshot point(Labels labels, Map<Double, Double> known) {
    Quantiles.Builder quantiles = Quantiles.builder();
    known.forEach(quantiles::quantile);
    return SummaryDataPointSnapshot.builder().labels(labels).quantiles(quantiles.build()).build();
  }
}
