package dev.localport.daemon.forward;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.api.HeartbeatStatus;
import dev.localport.api.PortStatus;
import dev.localport.api.ReconnectAttempt;
import dev.localport.api.ServiceStatus;
import dev.localport.api.ServiceStatusBuilder;
import dev.localport.api.StatusChange;
import dev.localport.config.PortMapping;
import dev.localport.config.ServiceConfig;
import dev.localport.config.TargetConfig;
import dev.localport.config.UnsetService;
import dev.localport.daemon.forward.local.LocalSide;
import dev.localport.daemon.forward.local.PortBinding;
import dev.localport.daemon.forward.local.Traffic;
import dev.localport.daemon.forward.rules.ForwardState;
import dev.localport.daemon.forward.rules.ForwardState.Connected;
import dev.localport.daemon.forward.rules.ForwardState.Reconnecting;
import dev.localport.daemon.forward.rules.ForwardState.Stopped;
import dev.localport.daemon.forward.upstream.UpstreamView;
import dev.localport.daemon.health.HealthView;
import dev.localport.daemon.health.ServiceScheme;
import dev.localport.daemon.tunnel.HeartbeatStats;
import dev.localport.daemon.tunnel.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Puts together what users see of a forward. */
public final class StatusOf {
  private static final double NANOS_PER_MILLI = 1e6;

  private StatusOf() {}

  static ServiceStatus forward(
      ServiceConfig config,
      ForwardState state,
      @Nullable Failure failure,
      UpstreamView up,
      LocalSide.View local,
      HealthView health,
      @Nullable Duration connectedFor,
      @Nullable String configFile,
      Instant now) {
    Instant since = state instanceof Connected c ? c.since() : null;
    List<PortStatus> ports = ports(config, local.bound());
    return ServiceStatusBuilder.builder()
        .name(config.name())
        .state(state.word())
        .reason(state.reasonWord())
        .context(up.context() == null ? config.target().context() : up.context())
        .namespace(up.namespace())
        .target(config.target().toString())
        .ports(ports)
        .pods(up.pods())
        .protocol(up.sessions().isEmpty() ? null : up.sessions().getFirst().protocol().word())
        .health(health.word().word())
        .traffic(local.traffic().status())
        .heartbeat(heartbeat(up, now))
        .sessions(up.sessions().size())
        .attempt(state instanceof Reconnecting r ? r.tries().attempt() : 0)
        .maxAttempts(config.reconnect().maxAttempts())
        .nextRetryAt(state.wakeAt())
        .reconnects(up.reconnects())
        .connectedSince(since)
        .uptimeSeconds(since == null || connectedFor == null ? 0 : connectedFor.toSeconds())
        .lastError(failure == null ? unhealthy(health) : failure)
        .configFile(configFile)
        .tags(config.tags())
        .insecure(up.insecure())
        .localPort(localPort(config, ports))
        .url(url(config, ports))
        .production(config.start().confirm())
        .description(config.description())
        .build();
  }

  private static @Nullable Failure unhealthy(HealthView health) {
    return health.failure() == null ? null : new Failure(FailureKind.SESSION, health.failure());
  }

  /** A change of state; null for none: another attempt, or another cause, is no other state. */
  public static @Nullable StatusChange change(
      Forward forward, ForwardState before, ForwardState after, Instant now) {
    if (before.word().equals(after.word())
        && Objects.equals(before.reasonWord(), after.reasonWord())) {
      return null;
    }
    Failure cause = after.cause();
    return new StatusChange(
        forward.config().name(),
        forward.settled().context(),
        before.word(),
        after.word(),
        after.reasonWord(),
        cause == null ? null : cause.message(),
        forward.pod(),
        now);
  }

  /** The attempt that a forward waits for; null where it waits for none. */
  public static @Nullable ReconnectAttempt attempt(
      Forward forward, ForwardState state, Instant now) {
    if (!(state instanceof Reconnecting r) || r.nextRetryAt() == null) {
      return null;
    }
    return new ReconnectAttempt(
        forward.settled().context(),
        forward.config().name(),
        r.tries().attempt(),
        forward.config().reconnect().maxAttempts(),
        Math.max(0, Duration.between(now, r.nextRetryAt()).toMillis()),
        r.cause(),
        now);
  }

  /** A service that is loaded and does not run. */
  public static ServiceStatus stopped(ServiceConfig config, @Nullable String configFile) {
    return forward(
        config,
        new Stopped(),
        null,
        new UpstreamView(
            config.target().context(),
            config.target().namespace(),
            List.of(),
            List.of(),
            HeartbeatStats.NONE,
            null,
            0,
            false),
        new LocalSide.View(List.of(), new Traffic()),
        config.tuning().healthCheck() == null ? HealthView.DISABLED : HealthView.UNKNOWN,
        null,
        configFile,
        Instant.EPOCH); // no age is shown of what was never connected
  }

  /** A service that cannot run, since variables of it are not set. */
  public static ServiceStatus unset(
      UnsetService service, Failure why, @Nullable String configFile) {
    TargetConfig target = service.target();
    return ServiceStatusBuilder.builder()
        .name(service.name())
        .state(new Stopped().word())
        .context(target == null ? null : target.context())
        .namespace(target == null ? null : target.namespace())
        .target(target == null ? "-" : target.toString())
        .ports(
            service.ports().isEmpty()
                ? List.of(new PortStatus(null, "-", List.of()))
                : service.ports().stream().map(StatusOf::unbound).toList())
        .health(HealthView.UNKNOWN.word().word())
        .traffic(new Traffic().status())
        .heartbeat(new HeartbeatStatus(0, 0, 0, null, null, null, false))
        .lastError(why)
        .configFile(configFile)
        .tags(service.tags())
        .production(service.start().confirm())
        .description(service.description())
        .build();
  }

  private static List<PortStatus> ports(ServiceConfig config, List<PortBinding> bound) {
    if (bound.isEmpty()) {
      return config.ports().stream().map(StatusOf::unbound).toList();
    }
    return bound.stream()
        .map(port ->
            new PortStatus(
                port.name(),
                port.remote(),
                port.local().stream()
                    .map(address ->
                        new PortStatus.Address(
                            PortBinding.text(config.bindAddress(), address), address.getPort()))
                    .toList()))
        .toList();
  }

  private static PortStatus unbound(PortMapping port) {
    return new PortStatus(port.name(), port.remote(), List.of());
  }

  /* A number that the file names is worth showing before it is bound, or while another has it. */
  private static @Nullable Integer localPort(ServiceConfig config, List<PortStatus> ports) {
    List<PortStatus.Address> bound = ports.getFirst().local();
    int number = bound.isEmpty() ? config.ports().getFirst().local() : bound.getFirst().port();
    return number == 0 ? null : number;
  }

  /* Not before it is bound: something else may listen there. */
  private static @Nullable String url(ServiceConfig config, List<PortStatus> ports) {
    if (ports.stream().anyMatch(port -> port.local().isEmpty())) {
      return null;
    }
    List<Integer> numbers = ports.stream().map(port -> port.local().getFirst().port()).toList();
    return ServiceScheme.of(config.tuning().healthCheck(), numbers)
        + "://"
        + ports.getFirst().local().getFirst().reachable();
  }

  private static HeartbeatStatus heartbeat(UpstreamView up, Instant now) {
    HeartbeatStats stats = up.heartbeat();
    return new HeartbeatStatus(
        stats.sent(),
        stats.answered(),
        stats.missed(),
        millis(stats.roundTrip()),
        stats.lastAnswer(),
        up.silence() == null ? null : now.minus(up.silence()),
        !up.sessions().isEmpty() && up.sessions().stream().allMatch(StatusOf::isHealthy));
  }

  private static boolean isHealthy(Session session) {
    return session.heartbeat().answered() > 0 && !session.closed().isDone();
  }

  private static @Nullable Double millis(@Nullable Duration time) {
    return time == null ? null : time.toNanos() / NANOS_PER_MILLI;
  }
}
