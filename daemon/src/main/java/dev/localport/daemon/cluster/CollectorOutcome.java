package dev.localport.daemon.cluster;

import dev.localport.api.ClusterEvent;
import dev.localport.api.Failure;
import dev.localport.api.NodeInfo;
import dev.localport.api.PodCounts;
import dev.localport.api.Resources;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What asking one collector came to. Immutable. */
sealed interface CollectorOutcome {
  /** The cluster answered the query. */
  sealed interface Content extends CollectorOutcome {
    /** Returns how many objects it reported. */
    int items();
  }

  /** The cluster's nodes. */
  record Nodes(List<NodeInfo> nodes) implements Content {
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
  record Usage(Map<String, Resources> usage) implements Content {
    public Usage {
      usage = Map.copyOf(usage);
    }

    @Override
    public int items() {
      return usage.size();
    }
  }

  /** Its pods. */
  record Pods(PodCounts counts) implements Content {
    @Override
    public int items() {
      return counts.total();
    }
  }

  /** Its version, and what is not well. */
  record Info(String version, List<String> unready) implements Content {
    public Info {
      unready = List.copyOf(unready);
    }

    @Override
    public int items() {
      return 1;
    }
  }

  /**
   * What the pods behind services use. Pods are named {@code namespace/name}.
   *
   * @param asked all that were asked for; of one that is new nothing may be known yet
   * @param used by pod and container
   * @param closed namespaces in which it may not be asked, and until when it is not tried again
   */
  record PodUsage(
      Set<String> asked, Map<String, Map<String, Resources>> used, Map<String, Instant> closed)
      implements Content {
    public PodUsage {
      asked = Set.copyOf(asked);
      used = Map.copyOf(used);
      closed = Map.copyOf(closed);
    }

    @Override
    public int items() {
      return used.size();
    }

    /**
     * Returns this with the namespaces that were closed before, and so were not asked now.
     *
     * @param holds how long those that are closed now are not tried again
     */
    PodUsage after(Map<String, Instant> before, Instant now, Duration holds) {
      Map<String, Instant> all = new HashMap<>(before);
      all.values().removeIf(until -> !now.isBefore(until));
      closed.keySet().forEach(namespace -> all.put(namespace, now.plus(holds)));
      return new PodUsage(asked, used, all);
    }

    /** Returns this, so that closed namespaces are tried at the next occasion. */
    PodUsage forgiven() {
      Map<String, Instant> open = new HashMap<>(closed);
      open.replaceAll((_, _) -> Instant.EPOCH);
      return new PodUsage(asked, used, open);
    }
  }

  /**
   * Its newest events.
   *
   * @param version the position behind them; null: it named none
   */
  record Events(List<ClusterEvent> events, @Nullable String version) implements Content {
    public Events {
      events = List.copyOf(events);
    }

    @Override
    public int items() {
      return events.size();
    }
  }

  /**
   * It does not report this, and will not in the next minutes: a right is missing, or it has no
   * such API.
   *
   * @param permission that is missing; null where none is
   */
  record Refused(Failure why, @Nullable String permission) implements CollectorOutcome {}

  /** It did not report this now. */
  record Failed(Failure why) implements CollectorOutcome {}
}
