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
    causes.put("server_error", "ended by an error of the server");
    causes.put("hold_timeout", "held until their time was over");
    causes.put("hold_overflow", "turned away, as too many were held");
    causes.put("not_held", "ended, as holding is off");
    causes.put("client_gone", "given up by the client");
    causes.put("stopped", "ended when the service was stopped");
    return causes;
  }

  void find() {
    unhealthy();
    refused();
    late();
    if (facts.service().isUp()) {
      well();
    } else {
      heldInVain();
    }
  }

  private void unhealthy() {
    if (isUnhealthy()) {
      Failure error = facts.service().lastError();
      findings.add(
          Rank.HURTS,
          "The health check of the service fails, while the tunnel to the pod works.",
          error == null ? List.of() : List.of(error.message()),
          "See what the program in the pod says%s.".formatted(podLogs()));
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
          "The pod refuses connections: nobody listens on port %s there, or did not always."
              .formatted(ports),
          List.of(
              "%d of %s refused"
                  .formatted(
                      refused, Phrases.count(facts.service().traffic().total(), "connection"))),
          "Check remote_port in %s, and that the program in the pod listens on it, on 127.0.0.1 too: %s."
              .formatted(facts.file(), facts.localport("test")));
    }
  }

  private void late() {
    HeartbeatStatus heartbeat = facts.service().heartbeat();
    if (facts.isConnected() && heartbeat.sent() > 0 && !heartbeat.healthy()) {
      findings.add(
          Rank.HURTS,
          "A session of it does not answer its ping in time.",
          List.of(
              "%d of %s missed"
                  .formatted(heartbeat.missed(), Phrases.count(heartbeat.sent(), "ping"))),
          "Wait: a session that stays silent is replaced. If it comes again, look at the line.");
    }
  }

  private void heldInVain() {
    int held = facts.service().traffic().held();
    long vain = failed("hold_timeout") + failed("hold_overflow");
    if (held > 0 || vain > 0) {
      findings.add(
          Rank.NOTES,
          "Connections to it are held until it works, or until their time is over.",
          List.of("%d held now, %d held in vain so far".formatted(held, vain)),
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
      evidence.add("last trouble: " + last.message());
    }
    findings.add(Rank.TELLS, since(), evidence, null);
  }

  private String since() {
    ServiceStatus service = facts.service();
    if (service.connectedSince() == null) {
      return "Nothing is open upstream, and nothing is wrong.";
    }
    Duration age = Duration.between(service.connectedSince(), facts.now());
    String pods = service.pods().isEmpty() ? "" : " to pod " + Phrases.list(service.pods());
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
    String line = Phrases.count(total, "connection") + " so far";
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
