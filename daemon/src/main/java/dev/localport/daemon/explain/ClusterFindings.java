package dev.localport.daemon.explain;

import dev.localport.api.ClusterStatus;
import dev.localport.api.Durations;
import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the cluster of a service has to do with it. */
record ClusterFindings(Facts facts, Findings findings) {
  /** Beyond that, tokens and certificates of the near past or future are refused. */
  private static final double MOST_SKEW_SECONDS = 30;

  void find() {
    ClusterStatus cluster = facts.cluster();
    if (facts.service().insecure() || (cluster != null && cluster.insecure())) {
      insecure();
    }
    if (cluster == null) {
      unwatched();
      return;
    }
    switch (cluster.state()) {
      case OFFLINE -> away(cluster, silence(cluster));
      case RECONNECTING -> away(cluster, "did not answer the last probe");
      case ERROR -> error(cluster);
      case DEGRADED -> degraded(cluster);
      case CHECKING, CONNECTED, DISABLED -> unwatched();
    }
    skew(cluster);
    if (!cluster.missingPermissions().isEmpty()) {
      findings.add(
          Rank.NOTES,
          "Missing permissions: LocalPort does not see everything in %s."
              .formatted(facts.clusterName()),
          List.of("missing: " + String.join(", ", cluster.missingPermissions())),
          null);
    }
  }

  private void insecure() {
    findings.add(
        Rank.NOTES,
        ("TLS to %s is not verified: anyone on the network path can read the traffic and your"
                + " credentials.")
            .formatted(facts.clusterName()),
        List.of("the kubeconfig says insecure-skip-tls-verify: true"),
        "Set certificate-authority in the kubeconfig and remove insecure-skip-tls-verify.");
  }

  /* Then the service's own attempts are all that is known. */
  private void unwatched() {
    Failure failure = facts.service().lastError();
    if (facts.failsBy(FailureKind.UNREACHABLE) && failure != null) {
      findings.add(
          Rank.CAUSES,
          "The last attempt did not reach %s.".formatted(facts.clusterName()),
          List.of(failure.message()),
          "Check the network, the VPN and the proxy.");
    }
  }

  private static String upper(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  private String silence(ClusterStatus cluster) {
    Instant last = lastSign(cluster);
    if (last == null) {
      return "has never answered";
    }
    Duration silence = Duration.between(last, facts.now());
    return silence.toSeconds() == 0
        ? "does not respond"
        : "has not answered for " + Durations.show(silence);
  }

  /** Probes are rare: what the service's own sessions receive is a sign of life as well. */
  private @Nullable Instant lastSign(ClusterStatus cluster) {
    return Stream.of(cluster.lastSuccess(), facts.service().heartbeat().lastReceived())
        .filter(Objects::nonNull)
        .max(Comparator.naturalOrder())
        .orElse(null);
  }

  private void away(ClusterStatus cluster, String how) {
    List<String> evidence = new ArrayList<>();
    evidence.add("its API server is " + cluster.server());
    evidence.add(lastAnswer(lastSign(cluster), cluster.consecutiveFailures()));
    if (cluster.error() != null) {
      evidence.add(cluster.error().message());
    }
    if (facts.isConnected()) {
      evidence.add("the session of the service still answers, so its connections continue");
    } else if (facts.isFor("cluster_offline")) {
      evidence.add("the service is suspended and makes no attempts");
    }
    findings.add(
        facts.isConnected() ? Rank.HURTS : Rank.STOPS,
        "%s %s.".formatted(upper(facts.clusterName()), how),
        evidence,
        "Check the network, the VPN and the proxy. You do not have to restart anything:"
            + " the service reconnects when the cluster is reachable again.");
  }

  private String lastAnswer(@Nullable Instant success, int failures) {
    String probes = Phrases.count(failures, "failed probe") + " since";
    return success == null
        ? Phrases.count(failures, "probe") + " so far, none answered"
        : "its last answer was at %s, %s"
            .formatted(success.truncatedTo(ChronoUnit.SECONDS), probes);
  }

  private void error(ClusterStatus cluster) {
    Failure error = cluster.error();
    Failure own = facts.service().lastError();
    boolean said = facts.isBroken() && own != null && error != null && own.kind() == error.kind();
    if (error == null || said) {
      return;
    }
    findings.add(
        facts.isConnected() ? Rank.HURTS : Rank.STOPS,
        "%s rejects the connection.".formatted(upper(facts.clusterName())),
        List.of(error.message()),
        "Log in again, or fix the kubeconfig.");
  }

  private void degraded(ClusterStatus cluster) {
    List<String> evidence = new ArrayList<>();
    ClusterStatus.Latency latency = cluster.latency();
    if (latency.p50() != null && latency.p95() != null) {
      evidence.add(
          "latency: median %s, p95 %s"
              .formatted(Durations.millis(latency.p50()), Durations.millis(latency.p95())));
    }
    if (cluster.error() != null) {
      evidence.add(cluster.error().message());
    }
    evidence.addAll(cluster.unready());
    findings.add(
        Rank.HURTS,
        "%s is %s.".formatted(upper(facts.clusterName()), isSlow(cluster) ? "slow" : "degraded"),
        evidence,
        (isSlow(cluster) ? "Expect new connections to take longer. " : "")
            + "Details: localport cluster status --context "
            + cluster.context());
    unwatched();
  }

  private static boolean isSlow(ClusterStatus cluster) {
    Double most = cluster.degradedAboveMillis();
    Double median = cluster.latency().p50();
    Double last = cluster.latency().last();
    return most != null && ((median != null && median > most) || (last != null && last > most));
  }

  private void skew(ClusterStatus cluster) {
    Double skew = cluster.clockSkewSeconds();
    if (skew == null || Math.abs(skew) < MOST_SKEW_SECONDS) {
      return;
    }
    boolean refused =
        facts.failsBy(FailureKind.CREDENTIALS) || facts.failsBy(FailureKind.CERTIFICATE);
    findings.add(
        refused ? Rank.CAUSES : Rank.NOTES,
        "The clock of this machine is %d s %s that of %s."
            .formatted(
                Math.round(Math.abs(skew)), skew > 0 ? "behind" : "ahead of", facts.clusterName()),
        List.of("the cluster may reject tokens and certificates because of that"),
        "Synchronize this machine's clock with a time server.");
  }
}
