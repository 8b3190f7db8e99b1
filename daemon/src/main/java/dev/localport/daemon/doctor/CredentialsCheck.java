package dev.localport.daemon.doctor;

import dev.localport.daemon.kube.client.KubeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Whether there are credentials, and for how long. Runs the plug-in with the shell's PATH. */
record CredentialsCheck(InstantSource clock) implements Check {
  private static final String ID = "cluster.credentials";
  private static final Duration SOON = Duration.ofDays(7);

  @Override
  public String what() {
    return "the credentials";
  }

  @Override
  public boolean run(Patient patient) throws KubeException {
    String kind = patient.context().credentialKind();
    try {
      var _ = patient.context().headers();
    } catch (KubeException e) {
      patient.failed(ID, e);
      return false;
    }
    Optional<Instant> end = patient.context().findCredentialsEnd();
    Instant now = clock.instant();
    if (end.isEmpty()) {
      patient.ok(ID, kind + (kind.startsWith("credential plug-in") ? " works" : ""));
    } else if (!end.get().isAfter(now)) {
      patient.broken(
          ID,
          "the %s expired at %s".formatted(kind, end.get()),
          "log in again, or get a new kubeconfig");
      return false; // the server would say the same
    } else if (end.get().isBefore(now.plus(SOON))) {
      patient.warn(
          ID,
          "the %s expires at %s".formatted(kind, end.get()),
          "get a new kubeconfig before then");
    } else {
      patient.ok(ID, "%s, valid until %s".formatted(kind, end.get()));
    }
    return true;
  }
}
