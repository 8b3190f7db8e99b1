package dev.localport.daemon.explain;

import dev.localport.api.AttemptLimit;
import dev.localport.api.ClusterState;
import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.api.ServiceStatus;
import java.util.ArrayList;
import java.util.List;

/** What became of the attempts to connect, and what comes next. */
record AttemptFindings(Facts facts, Findings findings) {
  void find() {
    if (!facts.isBroken()) {
      return;
    }
    Failure failure = facts.service().lastError();
    boolean known = findings.has(Rank.CAUSES);
    if (!known && failure != null) {
      findings.add(
          Rank.CAUSES,
          what(failure),
          failure.message().equals("the session was lost") ? List.of() : List.of(failure.message()),
          "Test the connection step by step: " + facts.localport("test"));
    }
    next(facts.service());
  }

  private String what(Failure failure) {
    if (facts.service().state().equals("disconnected")) {
      return "Its session was lost.";
    }
    return failure.kind() == FailureKind.SESSION
        ? "The API server responds, but the port-forward session fails or drops."
        : "The last connection attempt failed.";
  }

  private void next(ServiceStatus service) {
    String atOnce = "To reconnect now: " + facts.localport("reconnect");
    switch (service.state()) {
      case "failed" ->
          tells(
              "It tries once with each new connection, at most every 10 s.",
              attempts(service),
              atOnce);
      case "disconnected" ->
          tells(
              "It reconnects with the next connection, since reconnect.auto is false.",
              List.of(),
              atOnce);
      case "reconnecting" -> tells("LocalPort keeps trying.", again(service), atOnce);
      case "suspended" -> suspended(service, atOnce);
      default -> {
        // connecting: the answer has not arrived yet
      }
    }
  }

  private void suspended(ServiceStatus service, String atOnce) {
    if (facts.isFor("circuit_open")) {
      String when =
          service.nextRetryAt() == null
              ? "later"
              : Phrases.until(service.nextRetryAt(), facts.now());
      tells(
          "Too many attempts in a row failed while the cluster was healthy; the next one is %s."
              .formatted(when),
          List.of(),
          atOnce);
    } else if (facts.isFor("cluster_offline") && !facts.clusterIs(ClusterState.OFFLINE)) {
      tells(
          "It reconnects as soon as the cluster's monitor reports that the cluster is reachable.",
          List.of(),
          atOnce);
    }
  }

  private List<String> again(ServiceStatus service) {
    List<String> evidence = new ArrayList<>(attempts(service));
    AttemptLimit limit = facts.cluster() == null ? null : facts.cluster().attemptLimit();
    if (limit != null && limit.waiting() > 0) {
      evidence.add(
          "%d attempts in %s are waiting: LocalPort limits new attempts per cluster"
              .formatted(limit.waiting(), facts.clusterName()));
    }
    return evidence;
  }

  private static List<String> attempts(ServiceStatus service) {
    return service.maxAttempts() == 0
        ? List.of("unlimited attempts")
        : List.of("up to %d attempts in a row".formatted(service.maxAttempts()));
  }

  private void tells(String what, List<String> evidence, String todo) {
    findings.add(Rank.TELLS, what, evidence, todo);
  }
}
