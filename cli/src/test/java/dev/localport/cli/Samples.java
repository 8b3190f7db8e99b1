package dev.localport.cli;

import dev.localport.api.DaemonInfo;
import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.api.HeartbeatStatus;
import dev.localport.api.PortStatus;
import dev.localport.api.PortStatus.Address;
import dev.localport.api.ServiceStatus;
import dev.localport.api.ServiceStatusBuilder;
import dev.localport.api.ServicesReply;
import dev.localport.api.StatusReply;
import dev.localport.api.TestReply;
import dev.localport.api.TestReply.TestStep;
import dev.localport.api.TrafficStatus;
import dev.localport.api.TrafficStatusBuilder;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Services in states that look different, as a daemon tells them. */
public final class Samples {
  /** When all this is looked at. */
  public static final Instant NOW = Instant.parse("2026-01-31T08:00:00Z");

  /** No process has this number: it is beyond what Linux and macOS give out. */
  public static final long PID = 4_194_305;

  private static final TrafficStatus QUIET = TrafficStatusBuilder.builder().build();
  private static final HeartbeatStatus NO_PING =
      new HeartbeatStatus(0, 0, 0, null, null, null, false);

  private Samples() {}

  /** Connected, with traffic. */
  public static ServiceStatus postgres() {
    return ServiceStatusBuilder.builder()
        .name("orders-db")
        .state("connected")
        .context("dev-cluster")
        .namespace("orders")
        .target("statefulset/postgres")
        .ports(List.of(port("5432", new Address("127.0.0.1", 5432), new Address("::1", 5432))))
        .pods(List.of("postgres-0"))
        .protocol("spdy")
        .health("disabled")
        .traffic(
            TrafficStatusBuilder.builder()
                .active(2)
                .total(12)
                .failed(1)
                .failedByCause(Map.of("refused", 1L))
                .firstByteMillisP50(3.5)
                .firstByteMillisP95(40.25)
                .sent(1_536)
                .received(20_971_520)
                .lastActivity(NOW)
                .build())
        .heartbeat(new HeartbeatStatus(30, 30, 0, 1.25, NOW, NOW, true))
        .sessions(3)
        .maxAttempts(10)
        .reconnects(1)
        .connectedSince(NOW.minusSeconds(7_500))
        .uptimeSeconds(7_500)
        .availability24h(0.998)
        .configFile("/home/me/localport.yaml")
        .tags(List.of("data"))
        .localPort(5432)
        .url("tcp://127.0.0.1:5432")
        .production(true)
        .description("where orders are kept")
        .build();
  }

  /** Two ports, and nothing behind them. */
  public static ServiceStatus web() {
    return broken(
        "web",
        "suspended",
        "no_ready_pod",
        List.of(
            port("http", new Address("127.0.0.1", 8080)),
            port("9090", new Address("127.0.0.1", 9102))),
        new Failure(FailureKind.NO_READY_POD, "no pod of service/web is Ready"),
        0,
        NOW.plusSeconds(10));
  }

  /** Between two attempts. */
  public static ServiceStatus reports() {
    return broken(
        "reports",
        "reconnecting",
        null,
        List.of(port("80", new Address("127.0.0.1", 8090))),
        new Failure(FailureKind.UNREACHABLE, "no answer from\n10.0.0.1:6443"),
        3,
        NOW.plusMillis(11_500));
  }

  /** Not asked for. */
  public static ServiceStatus admin() {
    return broken("admin", "stopped", null, List.of(port("9999")), null, 0, null);
  }

  private static PortStatus port(String remote, Address... local) {
    return new PortStatus(null, remote, List.of(local));
  }

  private static ServiceStatus broken(
      String name,
      String state,
      @Nullable String reason,
      List<PortStatus> ports,
      @Nullable Failure error,
      int attempt,
      @Nullable Instant next) {
    return ServiceStatusBuilder.builder()
        .name(name)
        .state(state)
        .reason(reason)
        .namespace("shop")
        .target("service/" + name)
        .ports(ports)
        .health("unknown")
        .traffic(QUIET)
        .heartbeat(NO_PING)
        .attempt(attempt)
        .maxAttempts(10)
        .nextRetryAt(next)
        .availability24h(state.equals("stopped") ? null : 0.0)
        .lastError(error)
        .tags(List.of("shop"))
        .build();
  }

  /** All of them. */
  public static StatusReply status() {
    List<ServiceStatus> services = List.of(admin(), postgres(), reports(), web());
    DaemonInfo daemon = new DaemonInfo(PID, "0.1.0", 1, 200, List.of("/home/me/localport.yaml"));
    return new StatusReply(
        StatusReply.Overall.of(services, ClusterSamples.brief()),
        daemon,
        services,
        ClusterSamples.brief(),
        List.of());
  }

  /** Services by their names, all in one namespace of a context. */
  public static StatusReply statusIn(String context, String namespace, String... names) {
    List<ServiceStatus> services =
        Arrays.stream(names)
            .map(name ->
                ServiceStatusBuilder.builder(web())
                    .name(name)
                    .context(context)
                    .namespace(namespace)
                    .build())
            .toList();
    StatusReply all = status();
    return new StatusReply(all.overall(), all.daemon(), services, all.clusters(), List.of());
  }

  /** What a command on these services did. */
  public static ServicesReply reply(ServiceStatus... services) {
    return new ServicesReply(List.of(services), List.of(), List.of());
  }

  /** A way that ends at the second of two ports of the pod. */
  public static TestReply test() {
    return new TestReply(
        "web",
        List.of(
            new TestStep("local", null, "web listens on 127.0.0.1:8080", null),
            new TestStep("resolve", 12.34, "service/web → pod web-1 port 8080", null),
            new TestStep("session", 103.06, "spdy to web-1", null),
            new TestStep("connect", null, "port 8080: no refusal within 0.5 s", null),
            new TestStep(
                "connect",
                5.0,
                "",
                new Failure(FailureKind.SESSION, "port 9090: web-1 refuses connections"))));
  }
}
