package dev.localport.daemon.explain;

import dev.localport.api.PodInfo;
import java.util.List;

/**
 * Why one pod is not ready.
 *
 * @param kind the same for troubles that are reported as one
 * @param what it is, in one sentence
 * @param evidence what says so
 * @param todo what the user can do
 */
record PodDiagnosis(String kind, PodInfo pod, String what, List<String> evidence, String todo) {
  PodDiagnosis {
    evidence = List.copyOf(evidence);
  }
}
