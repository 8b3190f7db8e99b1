package dev.localport.daemon.doctor;

import dev.localport.daemon.kube.client.KubeException;
import java.time.Duration;

/** One question about a cluster. Blocks for some seconds at most; an interrupt ends it. */
interface Check {
  /** How long one call to an API server may take. */
  Duration PATIENCE = Duration.ofSeconds(5);

  /** Returns what is looked at, in words: where it hangs, people read this. */
  String what();

  /**
   * Asks, and says what it found.
   *
   * @return whether the checks behind this one make sense
   * @throws KubeException if the question could not be asked
   */
  boolean run(Patient patient) throws KubeException;
}
