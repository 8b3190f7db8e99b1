package dev.localport.daemon.explain;

import dev.localport.api.ContainerInfo;
import dev.localport.api.PodInfo;
import dev.localport.api.Termination;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A pod that is not ready because of one of its containers. */
record ContainerDiagnosis(Facts facts, PodInfo pod, ContainerInfo container) {
  static final String OUT_OF_MEMORY = "OOMKilled";

  /* back-off 5m0s restarting failed container=server pod=web-1_shop(216478c7-…): said above */
  private static final Pattern NAMED = Pattern.compile("(?: failed)? container=\\S+ pod=\\S+");

  private static final Set<String> IMAGE =
      Set.of(
          "ImagePullBackOff",
          "ErrImagePull",
          "InvalidImageName",
          "ErrImageNeverPull",
          "ImageInspectError",
          "RegistryUnavailable");
  private static final Set<String> CREATE =
      Set.of(
          "CreateContainerConfigError", "CreateContainerError", "RunContainerError", "StartError");

  /** Returns what is wrong with it, or null where nothing is. */
  @Nullable PodDiagnosis find() {
    String reason = container.reason() == null ? "" : container.reason();
    Termination last = container.last();
    if (IMAGE.contains(reason)) {
      return image();
    } else if (CREATE.contains(reason)) {
      return create(reason);
    } else if (reason.equals(OUT_OF_MEMORY)
        || (!container.ready() && last != null && OUT_OF_MEMORY.equals(last.reason()))) {
      return outOfMemory();
    } else if (container.state().equals("terminated") && reason.equals("Completed")) {
      return container.isInit() ? null : ended();
    } else if (container.state().equals("terminated")
        || reason.equals("CrashLoopBackOff")
        || (!container.ready() && last != null && last.exitCode() != 0)) {
      return crashes();
    }
    return null;
  }

  private String name() {
    return "%s %s of pod %s".formatted(word(), container.name(), pod.name());
  }

  private String word() {
    return switch (container.kind()) {
      case ContainerInfo.INIT -> "init container";
      case ContainerInfo.SIDECAR -> "sidecar";
      default -> "container";
    };
  }

  /** Returns the name as a sentence begins with it. */
  private String begin() {
    String name = name();
    return Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }

  private PodDiagnosis trouble(String kind, String what, List<String> evidence, String todo) {
    return new PodDiagnosis(kind + " " + container.name(), pod, what, evidence, todo);
  }

  private String describe() {
    return facts.kubectl() + " describe pod " + pod.name();
  }

  private String lastWords() {
    return "%s logs %s -c %s --previous".formatted(facts.kubectl(), pod.name(), container.name());
  }

  private PodDiagnosis image() {
    List<String> evidence = new ArrayList<>();
    evidence.add(said());
    facts.events().stream()
        .filter(event -> event.object().equals("pod/" + pod.name()))
        .filter(event -> event.reason().equals("Failed") && event.isWarning())
        .limit(1)
        .forEach(event -> evidence.add(Phrases.event(event, facts.now())));
    return trouble(
        "image",
        "The image of %s cannot be pulled.".formatted(name()),
        evidence,
        "Check the image's name and tag, and the pod's imagePullSecrets: " + describe());
  }

  private String said() {
    return container.message() == null
        ? String.valueOf(container.reason())
        : container.reason() + ": " + NAMED.matcher(container.message()).replaceAll("").strip();
  }

  private PodDiagnosis create(String reason) {
    return trouble(
        reason,
        "%s cannot be started.".formatted(begin()),
        List.of(said()),
        "Check the Secrets, ConfigMaps and the command that it names: " + describe());
  }

  private PodDiagnosis outOfMemory() {
    List<String> evidence = endings();
    Long limit = container.limits() == null ? null : container.limits().memoryBytes();
    evidence.add(
        limit == null ? "it has no memory limit" : "memory limit " + Phrases.mebibytes(limit));
    String measured = Phrases.measured(pod, container, facts.now());
    if (measured != null) {
      evidence.add(measured);
    }
    return trouble(
        "memory",
        "%s runs out of memory and is killed.".formatted(begin()),
        evidence,
        "%s, or find out what uses it: %s"
            .formatted(
                limit == null ? "Give the node more memory" : "Raise its memory limit",
                lastWords()));
  }

  private PodDiagnosis ended() {
    return trouble(
        "ended",
        "%s has completed its work and ended.".formatted(begin()),
        List.of(),
        "Point the service to a pod that keeps running.");
  }

  private PodDiagnosis crashes() {
    boolean again = container.restarts() > 0;
    return trouble(
        "crash",
        "%s %s.".formatted(begin(), again ? "keeps crashing" : "has crashed"),
        endings(),
        "To see its last log lines: %s"
            .formatted(again ? lastWords() : lastWords().replace(" --previous", "")));
  }

  private List<String> endings() {
    List<String> evidence = new ArrayList<>();
    Termination last = container.last();
    if (last != null) {
      evidence.add(
          "it ended%s with exit code %d%s"
              .formatted(
                  last.at() == null ? "" : " " + Phrases.ago(last.at(), facts.now()),
                  last.exitCode(),
                  last.reason() == null ? "" : " (" + last.reason() + ")"));
    }
    String now = Backoff.of(container);
    if (now != null) {
      evidence.add(now);
    } else if (container.reason() != null) {
      evidence.add("it is %s now: %s".formatted(container.state(), said()));
    }
    evidence.add(
        "%s%s"
            .formatted(
                Phrases.count(container.restarts(), "restart"),
                pod.node() == null ? "" : ", on node " + pod.node()));
    return evidence;
  }
}
