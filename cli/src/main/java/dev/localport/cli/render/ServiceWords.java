package dev.localport.cli.render;

import dev.localport.api.Durations;
import dev.localport.api.Failure;
import dev.localport.api.PendingOperation;
import dev.localport.api.PortStatus;
import dev.localport.api.ServiceStatus;
import dev.localport.api.ServiceTrouble;
import dev.localport.api.StatusChange;
import dev.localport.api.TrafficStatus;
import dev.localport.cli.render.Table.Cell;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What there is to say about one service, in the words of contracts A and D. */
public final class ServiceWords {
  private static final Map<String, String> SHORT_KINDS =
      Map.of(
          "service", "svc",
          "deployment", "deploy",
          "statefulset", "sts",
          "daemonset", "ds",
          "replicaset", "rs");

  private static final double MILLIS_PER_SECOND = 1e3;

  private ServiceWords() {}

  /** Returns {@code suspended (port_taken)}, or the state alone where it has no reason. */
  public static String state(ServiceStatus service) {
    return service.reason() == null
        ? service.state()
        : service.state() + " (" + service.reason() + ")";
  }

  /** Returns the state in the words of {@code status}: {@code waiting}, {@code up 3m}. */
  public static String brief(ServiceStatus service) {
    return new StatusRow(service, null, false).word();
  }

  /** Returns the state as {@code status} shows it: {@code connected (unhealthy)} too. */
  static String shown(ServiceStatus service) {
    Ailment ailment = Ailment.of(service);
    return ailment == null ? state(service) : state(service) + " (" + ailment.word() + ")";
  }

  /** Returns {@code NAME: STATE (REASON): why}. */
  public static String trouble(ServiceStatus service) {
    Failure error = service.lastError();
    String line = service.name() + ": " + state(service);
    return error == null ? line : line + ": " + OneLine.plain(error.message());
  }

  /** Returns how many connections the pod refused, where it is most of them; else null. */
  public static @Nullable String refusals(ServiceStatus service) {
    Ailment ailment = Ailment.of(service);
    return service.traffic().isMostlyRefused() && ailment != null ? ailment.why() : null;
  }

  /** Tells whether an attempt to connect runs, or is to come. */
  static boolean isOnItsWay(ServiceStatus service) {
    return service.state().equals("connecting") || service.state().equals("reconnecting");
  }

  /** Returns {@code orders/sts/postgres:5432}: the kind as kubectl abbreviates it. */
  static String shortTarget(ServiceStatus service, PortStatus port) {
    String target = service.target();
    int slash = Math.max(0, target.indexOf('/'));
    String kind = target.substring(0, slash);
    String name =
        SHORT_KINDS.getOrDefault(kind, kind) + target.substring(slash) + ":" + port.remote();
    return service.namespace() == null ? name : service.namespace() + "/" + name;
  }

  /**
   * Returns a line for each cluster that services wait for, as {@code cluster dev is offline: why;
   * waiting for it: restart of web and shop (operation 12), api}: its trouble is one, however many
   * services wait, and so is an operation.
   */
  public static List<String> offline(List<ServiceStatus> services) {
    Map<String, List<ServiceStatus>> byCluster = new TreeMap<>();
    Map<String, String> why = new TreeMap<>();
    for (ServiceStatus service : services) {
      String cluster = Objects.requireNonNullElse(service.context(), "of " + service.name());
      byCluster.computeIfAbsent(cluster, _ -> new ArrayList<>()).add(service);
      Failure failure = service.lastError();
      why.putIfAbsent(cluster, failure == null ? "" : ": " + OneLine.plain(failure.message()));
    }
    List<String> lines = new ArrayList<>();
    byCluster.forEach((cluster, waiting) ->
        lines.add(
            "cluster %s is offline%s; waiting for it: %s"
                .formatted(cluster, why.get(cluster), waiting(waiting))));
    return lines;
  }

  private static String waiting(List<ServiceStatus> services) {
    Map<String, List<String>> byOperation = new LinkedHashMap<>();
    for (ServiceStatus service : services) {
      PendingOperation pending = service.pending();
      String operation =
          pending == null
              ? ""
              : "%s of %%s (operation %d)".formatted(pending.operation(), pending.id());
      byOperation.computeIfAbsent(operation, _ -> new ArrayList<>()).add(service.name());
    }
    List<String> parts = new ArrayList<>();
    byOperation.forEach((operation, names) -> {
      if (operation.isEmpty()) {
        parts.addAll(names);
      } else {
        parts.add(operation.replace("%s", and(names)));
      }
    });
    return String.join(", ", parts);
  }

  private static String and(List<String> names) {
    int last = names.size() - 1;
    return last == 0
        ? names.getFirst()
        : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
  }

  /**
   * Returns what has become of a forward: {@code connection lost: why}, {@code waiting: why},
   * {@code reconnected to web-1 after 1.4 s}.
   *
   * @param outage how long it was not connected; null where it was
   */
  public static String change(StatusChange change, @Nullable Duration outage) {
    String cause = change.cause() == null ? "" : ": " + OneLine.plain(change.cause());
    return switch (change.current()) {
      case "connected" -> {
        String pod = change.pod() == null ? "" : " to " + change.pod();
        yield outage == null
            ? "connected" + pod
            : "reconnected%s after %s".formatted(pod, took(outage));
      }
      case "reconnecting" -> "connection lost" + cause;
      case "suspended" -> "waiting" + cause;
      case "disconnected" -> "disconnected%s; the next connection reconnects".formatted(cause);
      default -> change.current() + cause;
    };
  }

  /** Returns what has become of the cluster of several forwards, one of which has this change. */
  public static String offline(String cluster, StatusChange change) {
    String cause = change.cause() == null ? "" : ": " + OneLine.plain(change.cause());
    return "cluster %s is offline%s; its services reconnect when it is back"
        .formatted(cluster, cause);
  }

  /** Returns {@code 1.4 s}, or whole units from a minute on. */
  static String took(Duration time) {
    return time.toMinutes() > 0
        ? Durations.show(time)
        : String.format(Locale.ROOT, "%.1f s", time.toMillis() / MILLIS_PER_SECOND);
  }

  /**
   * Returns what is wrong with a connected service, and what to do: {@code connection refused:
   * nothing listens on port 80 in pod web-1 (2 so far); see: localport explain NAME}.
   */
  public static String trouble(ServiceTrouble trouble) {
    String why = trouble.message() == null ? "" : OneLine.plain(trouble.message());
    String todo = "; see: localport explain " + trouble.service();
    return switch (trouble.trouble()) {
      case ServiceTrouble.HEALTHY -> "healthy again";
      case ServiceTrouble.REFUSED ->
          "connection refused: %s (%d so far)%s".formatted(why, trouble.count(), todo);
      default -> trouble.trouble() + ": " + why + todo;
    };
  }

  /** Returns {@code 14 connections, 2 refused, 1.2 MiB received}. */
  public static String traffic(ServiceStatus service) {
    TrafficStatus traffic = service.traffic();
    long total = traffic.total();
    String connections =
        total == 0 ? "no connections" : total + (total == 1 ? " connection" : " connections");
    return connections
        + (traffic.refused() == 0 ? "" : ", " + traffic.refused() + " refused")
        + (total == 0 ? "" : ", " + Bytes.show(traffic.received()) + " received");
  }

  /**
   * Returns a line for each port of a forward: {@code Forwarding 127.0.0.1:18080 → dev ·
   * shop/svc/web:80 (web-1)}.
   */
  public static List<String> forwarding(ServiceStatus service) {
    String pods = service.pods().isEmpty() ? "" : " (" + String.join(", ", service.pods()) + ")";
    String context = service.context() == null ? "" : service.context() + " · ";
    return service.ports().stream()
        .map(port ->
            "Forwarding %s → %s%s%s"
                .formatted(local(port), context, shortTarget(service, port), pods))
        .toList();
  }

  /**
   * Returns a line for each port: {@code 127.0.0.1:5432 → db/service/postgres:5432 (pod
   * postgres-0)}.
   */
  public static List<String> ports(ServiceStatus service) {
    List<String> lines = new ArrayList<>();
    for (PortStatus port : service.ports()) {
      lines.add(local(port) + " → " + target(service, port) + pods(service.pods()));
    }
    return lines;
  }

  private static String pods(List<String> pods) {
    return switch (pods.size()) {
      case 0 -> "";
      case 1 -> " (pod " + pods.getFirst() + ")";
      default -> " (pods " + String.join(", ", pods) + ")";
    };
  }

  /** Returns the address to connect to, {@code -} while there is none; IPv4 stands first. */
  static String local(PortStatus port) {
    return port.local().isEmpty() ? "-" : port.local().getFirst().toString();
  }

  static String target(ServiceStatus service, PortStatus port) {
    String target = service.target() + ":" + port.remote();
    return service.namespace() == null ? target : service.namespace() + "/" + target;
  }

  /** Returns {@code restart pending (operation 12)}; null where nothing is. */
  static @Nullable String pending(ServiceStatus service) {
    PendingOperation pending = service.pending();
    return pending == null
        ? null
        : "%s pending (operation %d)".formatted(pending.operation(), pending.id());
  }

  /** As {@link #pending(ServiceStatus)}, once for several services that wait for the same. */
  static @Nullable String pending(ServiceStatus one, int services) {
    PendingOperation pending = one.pending();
    return pending == null
        ? null
        : "%s of %d services pending (operation %d)"
            .formatted(pending.operation(), services, pending.id());
  }

  /**
   * Returns what happens next and why it does not work: {@code again in 12 s (attempt 3 of 10): no
   * pod is Ready}; null for a service that works and is healthy, or that was not started though it
   * could be. The countdown comes first: it is short, and what a narrow terminal has no room for is
   * the end.
   */
  static @Nullable String remark(ServiceStatus service, Instant now) {
    Ailment ailment = Ailment.of(service);
    if (ailment != null) {
      return ailment.why();
    }
    boolean isStopped = service.state().equals("stopped") && !service.isUnusable();
    if (service.isUp() || isStopped) {
      return null;
    }
    List<String> parts = new ArrayList<>();
    String next = next(service, now);
    if (!next.isEmpty()) {
      parts.add(next);
    }
    if (service.lastError() != null) {
      parts.add(OneLine.plain(service.lastError().message()));
    }
    return parts.isEmpty() ? null : String.join(": ", parts);
  }

  private static String next(ServiceStatus service, Instant now) {
    String attempt = attempt(service);
    Instant at = service.nextRetryAt();
    if (at == null) {
      return attempt;
    }
    String when = at.isAfter(now) ? "again in " + until(at, now) : "again now";
    return attempt.isEmpty() ? when : when + " (" + attempt + ")";
  }

  /* Rounded up, so that a countdown ends with 1s and not with 0s. */
  static String until(Instant at, Instant now) {
    return Durations.show(Duration.between(now, at).plusMillis(999));
  }

  static String attempt(ServiceStatus service) {
    if (service.attempt() == 0) {
      return "";
    }
    String attempt = "attempt " + service.attempt();
    return service.maxAttempts() == 0 ? attempt : attempt + " of " + service.maxAttempts();
  }

  /** Returns what the check of the service says, in words for people. */
  static Cell health(ServiceStatus service) {
    return switch (service.health()) {
      case "healthy" -> new Cell("healthy", Colour.GREEN);
      case "unhealthy" -> new Cell("unhealthy", Colour.RED);
      case "disabled" -> new Cell("no check", Colour.GREY);
      default -> new Cell("unknown", Colour.GREY);
    };
  }

  /* Rounded down: what was away for a minute was not there all day. */
  static String availability(ServiceStatus service) {
    Double share = service.availability24h();
    return share == null
        ? "-"
        : String.format(Locale.ROOT, "%.1f %%", Math.floor(share * 1_000) / 10);
  }

  static String uptime(ServiceStatus service) {
    return service.connectedSince() == null
        ? "-"
        : Durations.show(Duration.ofSeconds(service.uptimeSeconds()));
  }
}
