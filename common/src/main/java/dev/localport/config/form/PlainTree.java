package dev.localport.config.form;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Values that no file contains, as a tree that the readers of files read. */
public final class PlainTree {
  private PlainTree() {}

  /**
   * Returns the tree of these values. Their text is text: it is not read as YAML.
   *
   * @param values texts by their paths, of one key or of two: {@code lazy}, {@code reconnect.auto}
   */
  public static Value of(Map<String, String> values, Report report) {
    List<NodeTuple> top = new ArrayList<>();
    Map<String, List<NodeTuple>> sections = new LinkedHashMap<>();
    values.forEach((path, text) -> {
      int dot = path.indexOf('.');
      NodeTuple entry = new NodeTuple(text(path.substring(dot + 1)), text(text));
      if (dot < 0) {
        top.add(entry);
      } else {
        sections.computeIfAbsent(path.substring(0, dot), _ -> new ArrayList<>()).add(entry);
      }
    });
    sections.forEach((name, entries) -> top.add(new NodeTuple(text(name), map(entries))));
    return new Value(map(top), "", report);
  }

  /** Returns one value at a path. */
  public static Value of(String path, String text, Report report) {
    return new Value(text(text), path, report);
  }

  /* Quoted: a plain "null" or an empty text would count as not written. */
  private static Node text(String text) {
    return new ScalarNode(Tag.STR, text, ScalarStyle.DOUBLE_QUOTED);
  }

  private static Node map(List<NodeTuple> entries) {
    return new MappingNode(Tag.MAP, entries, FlowStyle.BLOCK);
  }
}
