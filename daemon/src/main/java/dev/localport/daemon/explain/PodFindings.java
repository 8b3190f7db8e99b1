package dev.localport.daemon.explain;

import dev.localport.api.ClusterEvent;
import dev.localport.api.ContainerInfo;
import dev.localport.api.Failure;
import dev.localport.api.NodeInfo;
import dev.localport.api.PodInfo;
import dev.localport.api.PortStatus;
import dev.localport.api.ServiceStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What keeps the pods of a service from being ready. Pods with the same trouble are reported as
 * one.
 */
record PodFindings(Facts facts, Findings findings) {
  private static final Set<String> PASSING = Set.of("deleting", "not ready", "pending");

  void find() {
    Map<String, List<PodDiagnosis>> alike = new LinkedHashMap<>();
    for (PodInfo pod : facts.pods()) {
      if (!pod.ready() || pod.deleting()) {
        PodDiagnosis trouble = trouble(pod);
        alike.computeIfAbsent(trouble.kind(), _ -> new ArrayList<>()).add(trouble);
      }
    }
    if (!facts.scaledToZero().isEmpty() && facts.isBroken()) {
      scaledToZero();
      return;
    }
    alike.values().forEach(this::tell);
    if (facts.isFor("no_ready_pod") && alike.isEmpty()) {
      nothingToSee();
    }
    running();
  }

  private void tell(List<PodDiagnosis> alike) {
    PodDiagnosis first = alike.getFirst();
    List<String> evidence = new ArrayList<>(first.evidence());
    if (alike.size() > 1) {
      evidence.add(
          "the same for "
              + Phrases.list(alike.stream().skip(1).map(trouble -> trouble.pod().name()).toList()));
    }
    NodeInfo node = node(first.pod());
    if (node != null && !node.pressures().isEmpty()) {
      evidence.add(
          "node %s is under %s pressure".formatted(node.name(), Phrases.list(node.pressures())));
    }
    String age = known(first.pod());
    if (age != null) {
      evidence.add(age);
    }
    findings.add(rank(first), first.what(), evidence, first.todo());
  }

  /** A pod that begins or ends does so in every rollout. */
  private Rank rank(PodDiagnosis trouble) {
    if (facts.isBroken()) {
      return Rank.CAUSES;
    }
    return PASSING.contains(trouble.kind()) ? Rank.NOTES : Rank.HURTS;
  }

  private static boolean runsAndIsNotReady(PodInfo pod) {
    return pod.phase().equals("Running")
        && !pod.ready()
        && !pod.deleting()
        && pod.running().stream().allMatch(container -> container.state().equals("running"));
  }

  private void scaledToZero() {
    String workload = facts.scaledToZero().getFirst();
    findings.add(
        Rank.CAUSES,
        "%s is scaled to zero.".formatted(workload),
        facts.scaledToZero().stream().map(each -> each + " has replicas: 0").toList(),
        "Scale it up: %s scale %s --replicas=1".formatted(facts.kubectl(), workload));
  }

  /** Where a pod runs that is not Ready, the user may want to connect all the same. */
  private void running() {
    boolean runs = facts.pods().stream().anyMatch(PodFindings::runsAndIsNotReady);
    if (facts.isFor("no_ready_pod") && runs) {
      findings.add(
          Rank.NOTES,
          "A pod is running but not Ready.",
          List.of(),
          "To connect to it anyway, " + anyway());
    }
  }

  private String anyway() {
    boolean isInFile = facts.service().configFile() != null;
    String inFile = "set ready: any under connection in %s".formatted(facts.file());
    String command = "localport forward --ready any " + forwardArguments(isInFile);
    if (!isInFile) {
      return "stop this service and run: %s".formatted(command);
    }
    boolean isSelector = facts.service().target().startsWith("selector/");
    return isSelector ? inFile + "." : "%s, or run: %s".formatted(inFile, command);
  }

  /* Another forward cannot have the local port that this one keeps. */
  private String forwardArguments(boolean beside) {
    ServiceStatus service = facts.service();
    List<String> words = new ArrayList<>();
    if (service.context() != null) {
      words.add("--context " + service.context());
    }
    if (service.namespace() != null) {
      words.add("-n " + service.namespace());
    }
    words.add(service.target());
    for (PortStatus port : service.ports()) {
      boolean isFree = beside || port.local().isEmpty();
      words.add((isFree ? "" : port.local().getFirst().port()) + ":" + port.remote());
    }
    return String.join(" ", words);
  }

  private @Nullable String known(PodInfo pod) {
    Instant updated = pod.lastUpdated();
    return pod.stale() && updated != null
        ? "as of %s; the cluster has been offline since"
            .formatted(Phrases.ago(updated, facts.now()))
        : null;
  }

  private void nothingToSee() {
    boolean none = facts.pods().isEmpty();
    Failure failure = facts.service().lastError();
    findings.add(
        Rank.CAUSES,
        none
            ? "No pod behind %s is ready.".formatted(facts.service().target())
            : "A pod is ready now; the service connects at its next check.",
        none && failure != null ? List.of(failure.message()) : List.of(),
        none
            ? "List the pods: %s get pods (none: it is scaled to zero, or its selector matches no pod)"
                .formatted(facts.kubectl())
            : "Wait, or connect now: " + facts.localport("reconnect"));
  }

  private PodDiagnosis trouble(PodInfo pod) {
    NodeInfo node = node(pod);
    if (node != null && !node.ready()) {
      return NodeTrouble.of(facts, pod, node);
    } else if (pod.deleting()) {
      return deleting(pod);
    }
    for (ContainerInfo container : pod.containers()) {
      PodDiagnosis found = new ContainerDiagnosis(facts, pod, container).find();
      if (found != null) {
        return found;
      }
    }
    if (node != null && !node.pressures().isEmpty()) {
      return NodeTrouble.of(facts, pod, node);
    }
    return pod.node() == null ? pending(pod) : notReady(pod);
  }

  private @Nullable NodeInfo node(PodInfo pod) {
    if (facts.cluster() == null) {
      return null;
    }
    return facts.cluster().nodeList().stream()
        .filter(node -> node.name().equals(pod.node()))
        .findFirst()
        .orElse(null);
  }

  private PodDiagnosis deleting(PodInfo pod) {
    return new PodDiagnosis(
        "deleting",
        pod,
        "Pod %s is being deleted.".formatted(pod.name()),
        List.of("open connections last until it ends; new ones go to another pod"),
        "Wait for the next pod: LocalPort uses it as soon as it is ready. To watch: %s get pods -w"
            .formatted(facts.kubectl()));
  }

  private PodDiagnosis pending(PodInfo pod) {
    List<String> evidence = new ArrayList<>(events(pod, "FailedScheduling"));
    if (evidence.isEmpty()) {
      evidence.addAll(pod.conditions());
    }
    return new PodDiagnosis(
        "pending",
        pod,
        "Pod %s cannot be scheduled on any node.".formatted(pod.name()),
        evidence,
        "Free resources, add a node, or change the pod's requests: %s describe pod %s"
            .formatted(facts.kubectl(), pod.name()));
  }

  private PodDiagnosis notReady(PodInfo pod) {
    List<String> mounts = events(pod, "FailedMount");
    if (!mounts.isEmpty()) {
      return new PodDiagnosis(
          "mount",
          pod,
          "A volume of pod %s cannot be mounted.".formatted(pod.name()),
          mounts,
          "Check the volumes, and the Secrets and ConfigMaps that they come from: %s describe pod %s"
              .formatted(facts.kubectl(), pod.name()));
    }
    List<String> probes = events(pod, "Unhealthy");
    if (!probes.isEmpty()) {
      return new PodDiagnosis(
          "probe",
          pod,
          "Pod %s is running, but its probe fails.".formatted(pod.name()),
          probes,
          "See why it fails its probe: %s logs %s".formatted(facts.kubectl(), pod.name()));
    }
    return new PodDiagnosis(
        "not ready",
        pod,
        "Pod %s is %s but not ready.".formatted(pod.name(), words(pod)),
        pod.conditions(),
        "Wait if it has just started; otherwise see: %s describe pod %s"
            .formatted(facts.kubectl(), pod.name()));
  }

  private static String words(PodInfo pod) {
    return pod.phase().equals("Running") ? "running" : pod.phase();
  }

  /** Returns the newest event of that reason about a pod, as evidence; empty if there is none. */
  private List<String> events(PodInfo pod, String reason) {
    return facts.events().stream()
        .filter(event -> event.reason().equals(reason) && isAbout(event, pod))
        .limit(1)
        .map(event -> Phrases.event(event, facts.now()))
        .toList();
  }

  private static boolean isAbout(ClusterEvent event, PodInfo pod) {
    return event.object().equals("pod/" + pod.name()) && pod.namespace().equals(event.namespace());
  }
}
