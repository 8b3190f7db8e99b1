package dev.localport.daemon.explain;

import dev.localport.api.ClusterState;
import dev.localport.api.ClusterStatus;
import dev.localport.api.Durations;
import dev.localport.api.Failure;
import dev.localport.api.HeartbeatStatus;
import dev.localport.api.PortStatus;
import dev.localport.api.ServiceStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What connections, pings and checks say of a service. */
record TrafficFindings(Facts facts, Findings findings) {
  private static final Map<String, String> CAUSES = causes();

  private static Map<String, String> causes() {
    Map<String, String> causes = new LinkedHashMap<>();
    causes.put("refused", "refused in the pod");
    causes.put("reset", "reset by the pod");
    causes.put("pod_gone", "ended with their pod");
    causes.put("session_lost", "lost with their session");
    causes.put("server_error", "ended by a server error");
    causes.put("hold_timeout", "timed out while waiting");
    causes.put("hold_overflow", "rejected because too many were waiting");
    causes.put("not_held", "ended because holding is off");
    causes.put("client_gone", "closed by the client while waiting");
    causes.put("stopped", "ended when the service stopped");
    return causes;
  }

  void find() {
    unhealthy();
    refused();
    late();
    if (facts.service().isUp()) {
      well();
    } else {
      waiting();
    }
  }

  private void unhealthy() {
    if (isUnhealthy()) {
      Failure error = facts.service().lastError();
      findings.add(
          Rank.HURTS,
          "The health check fails; the connection to the pod works.",
          error == null ? List.of() : List.of(error.message()),
          "See the log of the program in the pod%s".formatted(podLogs()));
    }
  }

  private boolean isUnhealthy() {
    return facts.service().isUp() && facts.service().health().equals("unhealthy");
  }

  private String podLogs() {
    List<String> pods = facts.service().pods();
    return pods.isEmpty() ? "" : ": %s logs %s".formatted(facts.kubectl(), pods.getFirst());
  }

  private long failed(String cause) {
    return facts.service().traffic().failedByCause().getOrDefault(cause, 0L);
  }

  private void refused() {
    long refused = failed("refused");
    if (refused > 0) {
      String ports =
          facts.service().ports().stream()
              .map(PortStatus::remote)
              .collect(Collectors.joining(", "));
      findings.add(
          Rank.HURTS,
          "The pod refuses connections: nothing listens on port %s in it, or not all the time."
              .formatted(ports),
          List.of(
              "%d of %s refused"
                  .formatted(
                      refused, Phrases.count(facts.service().traffic().total(), "connection"))),
          "Check remote_port in %s, and that the program in the pod listens on it, also on 127.0.0.1: %s"
              .formatted(facts.place(), facts.localport("test")));
    }
  }

  private void late() {
    HeartbeatStatus heartbeat = facts.service().heartbeat();
    if (facts.isConnected() && heartbeat.sent() > 0 && !heartbeat.healthy()) {
      findings.add(
          Rank.HURTS,
          "One of its sessions does not answer its ping in time.",
          List.of(
              "%d of %s missed"
                  .formatted(heartbeat.missed(), Phrases.count(heartbeat.sent(), "ping"))),
          "Wait: LocalPort replaces a session that stays silent. If it happens again, check the network.");
    }
  }

  private void waiting() {
    int held = facts.service().traffic().held();
    long dropped = failed("hold_timeout") + failed("hold_overflow");
    if (held > 0 || dropped > 0) {
      findings.add(
          Rank.NOTES,
          "Connections wait until the service works, or until they time out.",
          List.of("%d waiting now, %d timed out or rejected so far".formatted(held, dropped)),
          null);
    }
  }

  private void well() {
    List<String> evidence = new ArrayList<>();
    pings(evidence);
    connections(evidence);
    cluster(evidence);
    Failure last = facts.service().lastError();
    if (last != null && !isUnhealthy()) {
      evidence.add("last error: " + last.message());
    }
    findings.add(Rank.TELLS, since(), evidence, null);
  }

  private String since() {
    ServiceStatus service = facts.service();
    if (service.connectedSince() == null) {
      return "No session is open, and nothing is wrong.";
    }
    Duration age = Duration.between(service.connectedSince(), facts.now());
    String word = service.pods().size() == 1 ? " to pod " : " to pods ";
    String pods = service.pods().isEmpty() ? "" : word + Phrases.list(service.pods());
    return "Connected for %s%s.".formatted(Durations.show(age), pods);
  }

  private void pings(List<String> evidence) {
    HeartbeatStatus heartbeat = facts.service().heartbeat();
    if (heartbeat.roundTripMillis() != null) {
      evidence.add(
          "pings take %s, %d of %d answered"
              .formatted(
                  Durations.millis(heartbeat.roundTripMillis()),
                  heartbeat.answered(),
                  heartbeat.sent()));
    }
  }

  private void connections(List<String> evidence) {
    long total = facts.service().traffic().total();
    String line =
        total == 0 ? "no connections yet" : Phrases.count(total, "connection") + " so far";
    List<String> failures = new ArrayList<>();
    CAUSES.forEach((cause, words) -> {
      if (failed(cause) > 0) {
        failures.add(failed(cause) + " " + words);
      }
    });
    evidence.add(failures.isEmpty() ? line : line + ": " + String.join(", ", failures));
    if (facts.service().reconnects() > 0) {
      evidence.add(Phrases.count(facts.service().reconnects(), "reconnect") + " so far");
    }
  }

  private void cluster(List<String> evidence) {
    ClusterStatus cluster = facts.cluster();
    if (cluster != null && answers(cluster.state())) {
      Double last = cluster.latency().last();
      evidence.add(
          "%s is %s%s"
              .formatted(
                  facts.clusterName(),
                  cluster.state().word(),
                  last == null ? "" : " and answers in " + Durations.millis(last)));
    }
  }

  private static boolean answers(ClusterState state) {
    return state == ClusterState.CONNECTED || state == ClusterState.DEGRADED;
  }
}
