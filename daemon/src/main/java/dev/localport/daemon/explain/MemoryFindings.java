package dev.localport.daemon.explain;

import dev.localport.api.ContainerInfo;
import dev.localport.api.PodInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Containers that work, and are about to be killed for the memory they use. */
record MemoryFindings(Facts facts, Findings findings) {
  private static final double NEAR = 0.9; // of the limit

  void find() {
    for (PodInfo pod : facts.pods()) {
      if (pod.ready() && !pod.deleting()) {
        pod.containers().stream()
            .filter(MemoryFindings::isNearItsLimit)
            .forEach(container -> tell(pod, container));
      }
    }
  }

  private static boolean isNearItsLimit(ContainerInfo container) {
    if (container.usage() == null || container.limits() == null) {
      return false;
    }
    Long used = container.usage().memoryBytes();
    Long limit = container.limits().memoryBytes();
    return used != null && limit != null && used >= limit * NEAR;
  }

  private void tell(PodInfo pod, ContainerInfo container) {
    List<String> evidence = new ArrayList<>();
    Stream.ofNullable(Phrases.measured(pod, container, facts.now())).forEach(evidence::add);
    Stream.ofNullable(container.limits())
        .flatMap(limits -> Stream.ofNullable(limits.memoryBytes()))
        .forEach(limit -> evidence.add("memory limit " + Phrases.mebibytes(limit)));
    if (container.last() != null
        && ContainerDiagnosis.OUT_OF_MEMORY.equals(container.last().reason())) {
      evidence.add("it was killed for this the last time");
    }
    findings.add(
        Rank.NOTES,
        "Container %s of pod %s is close to its memory limit."
            .formatted(container.name(), pod.name()),
        evidence,
        "Beyond the limit it is killed and its connections end: raise the limit, or find out what"
            + " uses the memory.");
  }
}
