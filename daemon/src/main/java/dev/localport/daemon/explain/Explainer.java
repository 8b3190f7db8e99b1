package dev.localport.daemon.explain;

import dev.localport.api.ClusterState;
import dev.localport.api.Explanation;
import dev.localport.api.Failure;
import dev.localport.api.PendingOperation;
import dev.localport.api.ServiceStatus;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Explains one service from what is known of it. Pure. */
public final class Explainer {
  private Explainer() {}

  /** Says how the service is, what that comes from, and what the user can do. */
  public static Explanation explain(Facts facts) {
    Findings findings = new Findings();
    Failure failure = facts.service().lastError();
    if (facts.service().isUnusable() && failure != null) {
      findings.add(
          Rank.CAUSES,
          "It cannot start: its configuration cannot be used.",
          List.of(failure.message()),
          "Fix the configuration, and start it: " + facts.localport("start"));
    } else if (facts.isStopped()) {
      findings.add(
          Rank.TELLS,
          "You stopped it, or have not started it yet.",
          List.of(),
          "Start it: " + facts.localport("start"));
    } else {
      pending(facts, findings);
      new AccessFindings(facts, findings).find();
      new ClusterFindings(facts, findings).find();
      new PodFindings(facts, findings).find();
      new AttemptFindings(facts, findings).find();
      new TrafficFindings(facts, findings).find();
      new MemoryFindings(facts, findings).find();
    }
    String headline = headline(facts, findings.worst(Rank.HURTS));
    return new Explanation(facts.service().name(), headline, findings.ranked());
  }

  private static void pending(Facts facts, Findings findings) {
    PendingOperation pending = facts.service().pending();
    if (pending != null) {
      findings.add(
          Rank.TELLS,
          "A %s is pending (operation %d). It ends when the service is connected, once %s."
              .formatted(pending.operation(), pending.id(), awaited(facts)),
          List.of("requested at " + pending.since().truncatedTo(ChronoUnit.SECONDS)),
          "To cancel it: localport operations cancel %d".formatted(pending.id()));
    }
  }

  /** Returns what a pending operation waits for. */
  private static String awaited(Facts facts) {
    if (facts.isFor("cluster_offline") || facts.clusterIs(ClusterState.OFFLINE)) {
      return facts.clusterName() + " is reachable again";
    }
    return switch (facts.service().reason()) {
      case "target_missing" -> facts.service().target() + " exists";
      case "no_ready_pod" -> "one of its pods is ready";
      case "forbidden" -> "you have the missing permission";
      case "credentials" -> "the cluster accepts your credentials";
      case "port_taken", "port_denied" -> "its local port can be used";
      case null, default -> "an attempt succeeds";
    };
  }

  private static String headline(Facts facts, @Nullable String worst) {
    ServiceStatus service = facts.service();
    return service.name()
        + switch (service.state()) {
          case "stopped" -> " is stopped.";
          case "connecting" -> " is connecting.";
          case "connected" ->
              worst == null ? " is connected and healthy." : " is connected, but " + inside(worst);
          case "idle" -> " is idle: it connects on first use.";
          case "disconnected" ->
              " is disconnected: its session was lost, and automatic reconnect is off.";
          case "reconnecting" -> " is reconnecting" + attempt(service) + next(facts) + ".";
          case "suspended" -> " is suspended " + waitsFor(service.reason()) + look(facts) + ".";
          case "failed" -> " has failed: too many attempts in a row failed.";
          default -> " is " + service.state() + ".";
        };
  }

  /** Returns a sentence as it stands behind a comma; what follows in it is in the findings. */
  private static String inside(String sentence) {
    int more = sentence.indexOf("; ");
    if (more > 0) {
      return inside(sentence.substring(0, more) + ".");
    }
    return Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
  }

  private static String attempt(ServiceStatus service) {
    if (service.attempt() == 0) {
      return "";
    }
    String attempt = ": attempt " + service.attempt();
    return service.maxAttempts() == 0 ? attempt : attempt + " of " + service.maxAttempts();
  }

  private static String next(Facts facts) {
    return facts.service().nextRetryAt() == null
        ? ""
        : ", next attempt " + Phrases.until(facts.service().nextRetryAt(), facts.now());
  }

  private static String look(Facts facts) {
    return facts.service().nextRetryAt() == null
        ? ""
        : "; next check " + Phrases.until(facts.service().nextRetryAt(), facts.now());
  }

  private static String waitsFor(@Nullable String reason) {
    return switch (reason) {
      case "cluster_offline" -> "until its cluster is reachable again";
      case "no_ready_pod" -> "until one of its pods is ready";
      case "target_missing" -> "until its target exists";
      case "forbidden" -> "until you have the missing permission";
      case "credentials" -> "until the cluster accepts your credentials";
      case "circuit_open" -> "for a while, after too many failures in a row";
      case "port_taken" -> "until its local port is free";
      case "port_denied" -> "until its local port can be opened";
      case null, default -> "(" + reason + ")";
    };
  }
}
