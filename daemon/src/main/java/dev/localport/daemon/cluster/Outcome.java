package dev.localport.daemon.cluster;

import dev.localport.api.ClusterEvent;
import dev.localport.api.Failure;
import dev.localport.api.NodeInfo;
import dev.localport.api.PodCounts;
import dev.localport.api.Resources;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What asking one collector came to. Immutable. */
sealed interface Outcome {
  /** The cluster told what it was asked for. */
  sealed interface Told extends Outcome {
    /** Returns how many things it told. */
    int items();
  }

  /** The cluster's nodes. */
  record Nodes(List<NodeInfo> nodes) implements Told {
    public Nodes {
      nodes = List.copyOf(nodes);
    }

    @Override
    public int items() {
      return nodes.size();
    }

    /** Returns the nodes with what is used of them. */
    Nodes with(Map<String, Resources> usage) {
      return new Nodes(nodes.stream().map(node -> node.with(usage.get(node.name()))).toList());
    }
  }

  /** What its nodes use. */
  record Usage(Map<String, Resources> usage) implements Told {
    public Usage {
      usage = Map.copyOf(usage);
    }

    @Override
    public int items() {
      return usage.size();
    }
  }

  /** Its pods. */
  record Pods(PodCounts counts) implements Told {
    @Override
    public int items() {
      return counts.total();
    }
  }

  /** Its version, and what is not well. */
  record Info(String version, List<String> unready) implements Told {
    public Info {
      unready = List.copyOf(unready);
    }

    @Override
    public int items() {
      return 1;
    }
  }

  /** Its newest events. */
  record Events(List<ClusterEvent> events) implements Told {
    public Events {
      events = List.copyOf(events);
    }

    @Override
    public int items() {
      return events.size();
    }
  }

  /**
   * It does not tell this, and will not in the next minutes: a right is missing, or it has no such
   * API.
   *
   * @param permission that is missing; null where none is
   */
  record Refused(Failure why, @Nullable String permission) implements Outcome {}

  /** It did not tell this now. */
  record Failed(Failure why) implements Outcome {}
}
