package dev.localport.config;

import dev.localport.config.form.Paths;
import dev.localport.config.form.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Puts one file over another, before anything in them is read: keys are merged one by one, services
 * by their names as they are written, and any other value of the upper file replaces the lower
 * one's. A key without a value says nothing. No node is changed, and each keeps its place.
 *
 * <p>Both trees are within the limits of {@link dev.localport.config.form.TreeCheck}, which bounds
 * the recursion.
 */
final class TreeMerge {
  /* What keys of files of LocalPort 1.0 are called today: both names mean one value. */
  private static final Map<String, Map<String, String>> RENAMED =
      Map.of(
          "reconnect", Map.of("enabled", "auto", "backoff_multiplier", "multiplier"),
          "config", Map.of("expected_status_codes", "expected_status"));

  private static final Map<String, String> RENAMED_ANYWHERE = Map.of("restart_policy", "reconnect");

  /* A key, and those that say the same thing in another way: a file that writes it means it. */
  private static final Map<String, Set<String>> INSTEAD =
      Map.of(
          "ports", Set.of("local_port", "remote_port"),
          "remote_port", Set.of("ports"),
          "selector", Set.of("resource_name", "resource_type"),
          "resource_name", Set.of("selector"));

  private static final String SERVICE = "services[]";

  private TreeMerge() {}

  /** Returns what both files say together; where they differ, what the upper one says. */
  static Node merge(Node lower, Node upper) {
    return merge("", lower, upper);
  }

  private static Node merge(String path, Node lower, Node upper) {
    if (Value.isNothing(upper)) {
      return lower;
    } else if (lower instanceof MappingNode below && upper instanceof MappingNode above) {
      return keys(path, below, above);
    } else if (path.equals("services")
        && lower instanceof SequenceNode below
        && upper instanceof SequenceNode above) {
      return services(below, above);
    }
    return upper;
  }

  private static Node keys(String path, MappingNode lower, MappingNode upper) {
    Map<String, NodeTuple> above = new LinkedHashMap<>();
    List<NodeTuple> merged = new ArrayList<>();
    for (NodeTuple entry : upper.getValue()) {
      above.putIfAbsent(name(path, entry), entry);
    }
    Set<String> replaced = replaced(path, lower, above);
    for (NodeTuple entry : lower.getValue()) {
      String name = name(path, entry);
      NodeTuple over = replaced.contains(name) ? null : above.remove(name);
      if (over == null || Value.isNothing(over.getValueNode())) {
        if (!replaced.contains(name)) {
          merged.add(entry);
        }
      } else {
        merged.add(
            new NodeTuple(
                over.getKeyNode(),
                merge(Paths.key(path, name), entry.getValueNode(), over.getValueNode())));
      }
    }
    merged.addAll(above.values());
    return new MappingNode(
        Tag.MAP, true, merged, FlowStyle.BLOCK, upper.getStartMark(), upper.getEndMark());
  }

  /** Returns the lower file's keys that the upper one says in another way. */
  private static Set<String> replaced(
      String path, MappingNode lower, Map<String, NodeTuple> above) {
    Set<String> written = new HashSet<>();
    above.forEach((name, entry) -> {
      if (!Value.isNothing(entry.getValueNode())) {
        written.add(name);
      }
    });
    Set<String> replaced = new HashSet<>();
    if (path.equals(SERVICE) || path.equals(SERVICE + ".connection")) {
      written.forEach(name -> replaced.addAll(INSTEAD.getOrDefault(name, Set.of())));
      replaced.removeAll(written);
    } else if (path.endsWith(".health_check")
        && above.containsKey("type")
        && !Objects.equals(text(above.get("type")), text(find("type", lower)))) {
      replaced.add("config"); // its keys are those of another type
    }
    return replaced;
  }

  private static Node services(SequenceNode lower, SequenceNode upper) {
    List<Node> merged = new ArrayList<>(lower.getValue());
    Map<String, Queue<Integer>> known = new HashMap<>();
    for (int i = 0; i < merged.size(); i++) {
      String name = serviceName(merged.get(i));
      if (name != null) {
        known.computeIfAbsent(name, _ -> new ArrayDeque<>()).add(i);
      }
    }
    for (Node service : upper.getValue()) {
      String name = serviceName(service);
      Queue<Integer> namesakes = name == null ? null : known.get(name);
      Integer same = namesakes == null ? null : namesakes.poll(); // a second one is a duplicate
      if (same == null) {
        merged.add(service);
      } else {
        merged.set(same, merge(SERVICE, merged.get(same), service));
      }
    }
    return new SequenceNode(
        Tag.SEQ, true, merged, FlowStyle.BLOCK, upper.getStartMark(), upper.getEndMark());
  }

  private static @Nullable String serviceName(Node service) {
    return service instanceof MappingNode keys ? text(find("name", keys)) : null;
  }

  private static @Nullable NodeTuple find(String name, MappingNode map) {
    for (NodeTuple entry : map.getValue()) {
      if (entry.getKeyNode() instanceof ScalarNode key && key.getValue().equals(name)) {
        return entry;
      }
    }
    return null;
  }

  private static @Nullable String text(@Nullable NodeTuple entry) {
    return entry != null && entry.getValueNode() instanceof ScalarNode scalar
        ? scalar.getValue()
        : null;
  }

  /** Returns what the key of an entry is called today. */
  private static String name(String path, NodeTuple entry) {
    String parent = path.substring(path.lastIndexOf('.') + 1);
    String name = entry.getKeyNode() instanceof ScalarNode key ? key.getValue() : "";
    String renamed = RENAMED.getOrDefault(parent, Map.of()).get(name);
    return renamed == null ? RENAMED_ANYWHERE.getOrDefault(name, name) : renamed;
  }
}
