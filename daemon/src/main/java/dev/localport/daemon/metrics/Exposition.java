package dev.localport.daemon.metrics;

import dev.localport.api.RecoveryStatus;
import dev.localport.api.ServiceStatus;
import dev.localport.api.TrafficStatus;
import dev.localport.api.Version;
import dev.localport.daemon.metrics.TextFormat.Series;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Every metric there is, with its name and its words, as Prometheus reads them. */
final class Exposition {
  static final String MEDIAN = "0.5";
  static final String P95 = "0.95";
  private static final String LONGEST = "1";
  private static final double MILLIS_PER_SECOND = 1e3;

  private Exposition() {}

  static String of(Figures figures, ProcessFigures process) {
    TextFormat text = new TextFormat();
    Families<ServiceStatus> services = new Families<>(text, figures.services(), Exposition::labels);
    connections(services);
    sessions(services);
    recovery(services);
    pending(services);
    ClusterFamilies.add(text, figures.clusters());
    DaemonFamilies.operations(text, figures.operations());
    DaemonFamilies.journal(text, figures.journal());
    DaemonFamilies.notifications(text, figures.notifications());
    build(text);
    process(text, process);
    return text.text();
  }

  private static Map<String, String> labels(ServiceStatus service) {
    String context = service.context();
    return Map.of("service", service.name(), "context", context == null ? "" : context);
  }

  private static void connections(Families<ServiceStatus> families) {
    families.one(
        TextFormat.Type.COUNTER,
        "localport_connections",
        "Accepted connections.",
        service -> service.traffic().total());
    families.one(
        TextFormat.Type.GAUGE,
        "localport_connections_active",
        "Open connections.",
        service -> service.traffic().active());
    families.one(
        TextFormat.Type.GAUGE,
        "localport_connections_held",
        "Connections waiting for a session.",
        service -> service.traffic().held());
    families.several(
        TextFormat.Type.COUNTER,
        "localport_connection_failures",
        "Connections that ended with an error of the server, or timed out while waiting.",
        "cause",
        service -> service.traffic().failedByCause());
    families.lifetimes(
        "localport_connection_duration_seconds",
        "Lifetime of ended connections.",
        service -> service.traffic().lifetimes());
    families.several(
        TextFormat.Type.COUNTER,
        "localport_bytes",
        "Bytes to the pod (sent) and from it (received).",
        "direction",
        service -> bytes(service.traffic()));
    families.quantiles(
        "localport_first_byte_seconds",
        "From a connection's acceptance to the first byte from the pod, newest 256 connections.",
        Map.of(
            MEDIAN, service -> service.traffic().firstByteMillisP50(),
            P95, service -> service.traffic().firstByteMillisP95()));
  }

  private static Map<String, Long> bytes(TrafficStatus traffic) {
    return Map.of("sent", traffic.sent(), "received", traffic.received());
  }

  private static void sessions(Families<ServiceStatus> families) {
    families.state(
        "localport_forward_state",
        "1 for the state that the forward is in, 0 for the others.",
        ServiceStatus.STATES,
        ServiceStatus::state);
    families.one(
        TextFormat.Type.GAUGE, "localport_sessions", "Sessions in use.", ServiceStatus::sessions);
    families.one(
        TextFormat.Type.COUNTER,
        "localport_reconnects",
        "Reconnects after a loss, as far back as the journal reaches.",
        ServiceStatus::reconnects);
    families.one(
        TextFormat.Type.GAUGE,
        "localport_availability_ratio",
        "Fraction of the last 24 h in which the forward was up, out of the time in which it was"
            + " wanted.",
        ServiceStatus::availability24h);
    families.several(
        TextFormat.Type.COUNTER,
        "localport_heartbeats",
        "Pings, answered in time and missed.",
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

  private static void recovery(Families<ServiceStatus> families) {
    families.one(
        TextFormat.Type.COUNTER,
        "localport_recovery_attempts",
        "Connection attempts in outages, as far back as the journal reaches.",
        service -> of(service, RecoveryStatus::attempts));
    families.one(
        TextFormat.Type.COUNTER,
        "localport_recovery_successes",
        "Outages that ended with the forward up.",
        service -> of(service, RecoveryStatus::successes));
    families.one(
        TextFormat.Type.COUNTER,
        "localport_breaker_trips",
        "How often the circuit breaker opened.",
        service -> of(service, RecoveryStatus::breakerTrips));
    families.quantiles(
        "localport_recovery_seconds",
        "How long outages took until the forward was up again, newest 256.",
        Map.of(
            MEDIAN, service -> millis(of(service, RecoveryStatus::p50)),
            P95, service -> millis(of(service, RecoveryStatus::p95)),
            LONGEST, service -> millis(of(service, RecoveryStatus::max))));
    families.one(
        TextFormat.Type.GAUGE,
        "localport_longest_outage_seconds",
        "The longest outage, including one that is still open.",
        service -> seconds(of(service, RecoveryStatus::longestOutage)));
  }

  private static void pending(Families<ServiceStatus> families) {
    families.one(
        TextFormat.Type.GAUGE,
        "localport_operations_pending",
        "Operations waiting for their cluster.",
        service -> service.pending() == null ? 0 : 1);
  }

  private static <T> @Nullable T of(
      ServiceStatus service, Function<RecoveryStatus, @Nullable T> figure) {
    return service.recovery() == null ? null : figure.apply(service.recovery());
  }

  private static @Nullable Double millis(@Nullable Duration time) {
    return time == null ? null : (double) time.toMillis();
  }

  private static @Nullable Double seconds(@Nullable Duration time) {
    return time == null ? null : time.toMillis() / MILLIS_PER_SECOND;
  }

  private static void build(TextFormat text) {
    text.add(
        TextFormat.Type.GAUGE,
        "localport_build_info",
        "Version of the daemon.",
        List.of(Series.FACT.with("version", Version.current())));
  }

  private static void process(TextFormat text, ProcessFigures process) {
    single(
        text,
        TextFormat.Type.COUNTER,
        "process_cpu_seconds",
        "CPU time of the daemon.",
        process.cpu() == null ? null : process.cpu().toMillis() / MILLIS_PER_SECOND);
    single(
        text,
        TextFormat.Type.GAUGE,
        "process_resident_memory_bytes",
        "Memory used by the daemon.",
        process.residentBytes());
    single(
        text,
        TextFormat.Type.GAUGE,
        "process_start_time_seconds",
        "Start time of the daemon, Unix time.",
        process.started() == null ? null : process.started().toEpochMilli() / MILLIS_PER_SECOND);
  }

  private static void single(
      TextFormat text, TextFormat.Type type, String name, String help, @Nullable Number value) {
    if (value != null) {
      text.add(type, name, help, List.of(Series.of(value.doubleValue())));
    }
  }
}
