package dev.localport.daemon.doctor;

import dev.localport.daemon.kube.client.KubeException;
import dev.localport.daemon.kube.reads.ClusterReads;
import java.time.Duration;

/** Whether the API server responds, how fast, which version it is, and what its clock says. */
record ServerCheck() implements Check {
  private static final Duration SLOW = Duration.ofMillis(500);
  private static final Duration SKEWED = Duration.ofMinutes(1);

  @Override
  public String what() {
    return "the API server";
  }

  @Override
  public boolean run(Patient patient) throws KubeException {
    ClusterReads reads = patient.context().reads();
    ClusterReads.Answer answer;
    try {
      answer = reads.probe(PATIENCE);
      answer = reads.probe(PATIENCE); // the first one made the connection
    } catch (KubeException e) {
      patient.failed("cluster.reachable", e);
      return false;
    }
    reachable(patient, answer.took(), reads.version(PATIENCE));
    clock(patient, answer.skew());
    return true;
  }

  private static void reachable(Patient patient, Duration took, String version) {
    String message =
        "%s responds in %s (Kubernetes %s)"
            .formatted(patient.context().route(), millis(took), version);
    if (took.compareTo(SLOW) > 0) {
      patient.warn(
          "cluster.reachable", message, "expect slow forwards; check the network, VPN or proxy");
    } else {
      patient.ok("cluster.reachable", message);
    }
  }

  private static String millis(Duration took) {
    return Math.max(1, took.toMillis()) + " ms";
  }

  private static void clock(Patient patient, Duration skew) {
    if (skew.abs().compareTo(SKEWED) > 0) {
      patient.warn(
          "cluster.clock",
          "the clocks differ: the server is %d s %s"
              .formatted(skew.abs().toSeconds(), skew.isNegative() ? "behind" : "ahead"),
          "see whether this machine's clock is the wrong one: date -u; to set it: sudo timedatectl set-ntp true");
    } else {
      patient.ok("cluster.clock", "the clocks agree");
    }
  }
}
