package dev.localport.daemon.explain;

import dev.localport.api.NodeInfo;
import dev.localport.api.PodInfo;
import java.util.ArrayList;
import java.util.List;

/** A pod that is not ready because of the node it is on. */
final class NodeTrouble {
  private NodeTrouble() {}

  static PodDiagnosis of(Facts facts, PodInfo pod, NodeInfo node) {
    List<String> evidence = new ArrayList<>();
    if (node.trouble() != null) {
      evidence.add(node.trouble());
    }
    if (pod.trouble() != null) {
      evidence.add("the pod reports " + pod.trouble());
    }
    return new PodDiagnosis(
        "node " + node.name(), pod, what(pod, node), evidence, todo(facts, pod, node));
  }

  private static String what(PodInfo pod, NodeInfo node) {
    String where = "node %s, where pod %s is".formatted(node.name(), pod.name());
    if (node.ready()) {
      return "N%s, is running out of resources.".formatted(where.substring(1));
    }
    boolean silent = node.trouble() != null && node.trouble().contains("Kubelet stopped");
    return silent
        ? "The kubelet of %s, has stopped or cannot be reached.".formatted(where)
        : "N%s, is not ready.".formatted(where.substring(1));
  }

  private static String todo(Facts facts, PodInfo pod, NodeInfo node) {
    String context =
        facts.service().context() == null ? "" : " --context " + facts.service().context();
    String look = "See: kubectl%s describe node %s".formatted(context, node.name());
    return node.ready()
        ? look + "; free resources there, or move the pod to another node."
        : look
            + "; a pod with a controller is recreated on another node when you delete it: "
            + "%s delete pod %s".formatted(facts.kubectl(), pod.name());
  }
}
