package dev.localport.config;

import dev.localport.config.form.Report;
import dev.localport.config.form.Section;
import dev.localport.config.form.Suggestion;
import dev.localport.config.form.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Finds services that only say what differs from an included file, which has no such service: its
 * name is mistyped, or the team has removed it. Belongs to one read.
 */
final class Overrides {
  private static final String SERVICES = "services";

  private final Report report;

  Overrides(Report report) {
    this.report = report;
  }

  /**
   * Returns the upper file without such services, each of which is reported: all that they lack is
   * one mistake.
   */
  Node known(Node lower, MappingNode upper) {
    TreeSet<String> names = new TreeSet<>();
    for (Value service : services(lower)) {
      names.add(written(service, "name"));
    }
    List<Node> unknown = new ArrayList<>();
    for (Value service : services(upper)) {
      String name = written(service, "name");
      if (!name.isEmpty() && !names.contains(name) && keys(service).get("connection") == null) {
        service.wrong(
            "no included file has the service " + service.shown(name),
            Suggestion.hint(name, names, "add its connection, or remove it"));
        unknown.add(service.node());
      }
    }
    return unknown.isEmpty() ? upper : without(unknown, upper);
  }

  private List<Value> services(Node file) {
    Value services = keys(new Value(file, "", report)).get(SERVICES);
    return services == null ? List.of() : services.itemsIfAny();
  }

  private static String written(Value keys, String key) {
    Value value = keys(keys).get(key);
    return value != null && value.node() instanceof ScalarNode scalar ? scalar.getValue() : "";
  }

  private static Map<String, Value> keys(Value map) {
    Map<String, Value> keys = new HashMap<>();
    Section.entriesOf(map).forEach((key, value) -> keys.putIfAbsent(key.name(), value));
    return keys;
  }

  private static Node without(List<Node> unknown, MappingNode file) {
    List<NodeTuple> entries = new ArrayList<>();
    for (NodeTuple entry : file.getValue()) {
      boolean services =
          entry.getKeyNode() instanceof ScalarNode key && key.getValue().equals(SERVICES);
      entries.add(
          services && entry.getValueNode() instanceof SequenceNode list
              ? new NodeTuple(entry.getKeyNode(), without(unknown, list))
              : entry);
    }
    return new MappingNode(
        Tag.MAP, true, entries, FlowStyle.BLOCK, file.getStartMark(), file.getEndMark());
  }

  private static Node without(List<Node> unknown, SequenceNode list) {
    List<Node> items = new ArrayList<>(list.getValue());
    items.removeAll(unknown);
    return new SequenceNode(
        Tag.SEQ, true, items, FlowStyle.BLOCK, list.getStartMark(), list.getEndMark());
  }
}
