package dev.localport.daemon.metrics;

import dev.localport.api.ServiceStatus;
import dev.localport.api.TrafficStatus;
import dev.localport.api.Version;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Every metric there is, with its name and its words, as Prometheus reads them. */
final class Exposition {
  /** The type of the text over HTTP. */
  static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

  private static final double MEDIAN = 0.5;
  private static final double MOST = 0.95;
  private static final double MILLIS_PER_SECOND = 1e3;

  private Exposition() {}

  static String of(List<ServiceStatus> services, ProcessFigures process) {
    Families families = new Families(services);
    connections(families);
    sessions(families);
    families.all().metricSnapshot(build());
    process(families.all(), process);
    return text(families.all().build());
  }

  private static void connections(Families families) {
    families.counter(
        "localport_connections",
        "Connections that were accepted.",
        service -> service.traffic().total());
    families.gauge(
        "localport_connections_active",
        "Connections that are open.",
        service -> service.traffic().active());
    families.gauge(
        "localport_connections_held",
        "Connections that wait for a session.",
        service -> service.traffic().held());
    families.counters(
        "localport_connection_failures",
        "Connections that ended with an error of the server, or waited in vain.",
        "cause",
        service -> service.traffic().failedByCause());
    families.counters(
        "localport_bytes",
        "Bytes to the pod (sent) and from it (received).",
        "direction",
        service -> bytes(service.traffic()));
    families.quantiles(
        "localport_first_byte_seconds",
        "From a connection's acceptance to the first byte from the pod, newest 256 connections.",
        Map.of(
            MEDIAN, service -> service.traffic().firstByteMillisP50(),
            MOST, service -> service.traffic().firstByteMillisP95()));
  }

  private static Map<String, Long> bytes(TrafficStatus traffic) {
    return Map.of("sent", traffic.sent(), "received", traffic.received());
  }

  private static void sessions(Families families) {
    families.state(
        "localport_forward_state",
        "1 for the state that the forward is in, 0 for the others.",
        ServiceStatus.STATES,
        ServiceStatus::state);
    families.gauge("localport_sessions", "Sessions in use.", ServiceStatus::sessions);
    families.counter(
        "localport_reconnects", "Sessions that came after a loss.", ServiceStatus::reconnects);
    families.gauge(
        "localport_availability_ratio",
        "Share of the last 24 h, or of the time since its start, in which the forward was up.",
        ServiceStatus::availability24h);
    families.counters(
        "localport_heartbeats",
        "Pings that were answered in time, and that were missed.",
        "result",
        service ->
            Map.of(
                "answered", service.heartbeat().answered(),
                "missed", service.heartbeat().missed()));
    families.quantiles(
        "localport_heartbeat_rtt_seconds",
        "Round trip of the newest pings.",
        Map.of(MEDIAN, service -> service.heartbeat().roundTripMillis()));
  }

  private static InfoSnapshot build() {
    return InfoSnapshot.builder()
        .name("localport_build")
        .help("The daemon's program.")
        .dataPoint(
            InfoDataPointSnapshot.builder().labels(Labels.of("version", Version.current())).build())
        .build();
  }

  private static void process(MetricSnapshots.Builder all, ProcessFigures process) {
    if (process.cpu() != null) {
      all.metricSnapshot(
          CounterSnapshot.builder()
              .name("process_cpu_seconds")
              .help("Time of the daemon on processors.")
              .dataPoint(
                  CounterDataPointSnapshot.builder()
                      .value(process.cpu().toMillis() / MILLIS_PER_SECOND)
                      .build())
              .build());
    }
    if (process.residentBytes() != null) {
      all.metricSnapshot(
          gauge("process_resident_memory_bytes", "Memory of the daemon.", process.residentBytes()));
    }
    if (process.started() != null) {
      double started = process.started().toEpochMilli() / MILLIS_PER_SECOND;
      all.metricSnapshot(
          gauge("process_start_time_seconds", "When the daemon started, Unix time.", started));
    }
  }

  private static GaugeSnapshot gauge(String name, String help, double value) {
    return GaugeSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(GaugeDataPointSnapshot.builder().value(value).build())
        .build();
  }

  private static String text(MetricSnapshots metrics) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try {
      PrometheusTextFormatWriter.create().write(text, metrics, EscapingScheme.UNDERSCORE_ESCAPING);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return text.toString(StandardCharsets.UTF_8);
  }
}
