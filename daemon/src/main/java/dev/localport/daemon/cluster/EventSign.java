package dev.localport.daemon.cluster;

import dev.localport.api.ClusterEvent;
import org.jspecify.annotations.Nullable;

/**
 * What an event of a cluster means for the services that it touches: a reason to look at them
 * again, whatever they wait for. Only a reason to look: what they do next depends on what they see.
 */
public enum EventSign {
  /** A pod comes further: its image was pulled, it was scheduled. */
  CHANGED,
  /** A container runs, or a node is ready: what failed a moment ago may work now. */
  BETTER,
  /** Something went wrong: what seems to work may not. */
  WORSE;

  /**
   * Returns what an event means, by its reason. Kubernetes calls some of what goes wrong {@code
   * Normal}, such as a node that is not ready.
   *
   * @return null where there is nothing to look at
   */
  static @Nullable EventSign of(ClusterEvent event) {
    return switch (event.reason()) {
      case "Started", "NodeReady" -> BETTER;
      case "Scheduled",
          "Pulling",
          "Pulled",
          "Created",
          "SuccessfulCreate",
          "SuccessfulAttachVolume",
          "NodeSchedulable",
          "RegisteredNode" ->
          CHANGED;
      case "NodeNotReady",
          "NodeNotSchedulable",
          "Killing",
          "Evicted",
          "Preempted",
          "TaintManagerEviction",
          "BackOff" ->
          WORSE;
      default -> event.isWarning() ? WORSE : null;
    };
  }
}
