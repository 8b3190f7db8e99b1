package dev.localport.daemon.kube.reads;

import com.fasterxml.jackson.core.JsonParser;
import dev.localport.api.NodeInfo;
import dev.localport.api.NodeInfoBuilder;
import dev.localport.api.Resources;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads nodes; of their images, labels and managed fields nothing is kept. */
final class NodeReader implements RawCalls.Reader {
  private static final Map<String, String> PRESSURES =
      Map.of(
          "MemoryPressure",
          "memory",
          "DiskPressure",
          "disk",
          "PIDPressure",
          "pid",
          "NetworkUnavailable",
          "network");

  /** How many are kept, and as many as Kubernetes supports: a list may have no end. */
  static final int MOST = 5_000;

  private final List<NodeInfo> nodes = new ArrayList<>();

  @Override
  public void read(JsonParser json) throws IOException {
    if (nodes.size() >= MOST) {
      return;
    }
    NodeFields node = new NodeFields();
    JsonWalk.object(json, node::field);
    nodes.add(node.info());
  }

  /** Returns those read, by name. */
  List<NodeInfo> nodes() {
    return nodes.stream().sorted(Comparator.comparing(NodeInfo::name)).toList();
  }

  private static final class NodeFields {
    private String name = "";
    private boolean ready;
    private @Nullable String trouble = "it has not reported yet";
    private final List<String> pressures = new ArrayList<>();
    private boolean schedulable = true;
    private String version = "";
    private Resources capacity = Amounts.NOTHING;
    private Resources allocatable = Amounts.NOTHING;

    private void field(String part, JsonParser json) throws IOException {
      switch (part) {
        case "metadata" -> name = JsonWalk.textAt(json, "name");
        case "spec" -> schedulable = !"true".equals(JsonWalk.at(json, "unschedulable"));
        case "status" -> JsonWalk.object(json, this::status);
        default -> {
          // kind and version
        }
      }
    }

    private void status(String field, JsonParser json) throws IOException {
      switch (field) {
        case "capacity" -> capacity = Amounts.read(json);
        case "allocatable" -> allocatable = Amounts.read(json);
        case "conditions" -> JsonWalk.array(json, this::condition);
        case "nodeInfo" -> version = JsonWalk.textAt(json, "kubeletVersion");
        default -> {
          // images are most of it
        }
      }
    }

    private void condition(JsonParser json) throws IOException {
      Condition condition = Condition.read(json);
      String pressure = PRESSURES.get(condition.type());
      if (condition.type().equals("Ready")) {
        ready = condition.isTrue();
        trouble = ready ? null : condition.words();
      } else if (pressure != null && condition.isTrue() && !pressures.contains(pressure)) {
        pressures.add(pressure);
      }
    }

    private NodeInfo info() {
      return NodeInfoBuilder.builder()
          .name(name)
          .ready(ready)
          .trouble(trouble)
          .pressures(pressures)
          .schedulable(schedulable)
          .version(version)
          .capacity(capacity)
          .allocatable(allocatable)
          .build();
    }
  }
}
