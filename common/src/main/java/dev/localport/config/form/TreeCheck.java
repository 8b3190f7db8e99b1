package dev.localport.config.form;

import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Refuses what YAML allows and no configuration needs: object tags, keys written twice, merge keys,
 * keys that are no text.
 *
 * <p>Looks at every node once, however often aliases lead to it.
 */
public final class TreeCheck {
  /* The parser itself gives ENV_TAG to a plain ${NAME}; it means no object. */
  private static final Set<Tag> PLAIN =
      Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.ENV_TAG, Tag.SEQ, Tag.MAP);

  /** The key of YAML 1.1 that copies the keys of another map. */
  static final String MERGE = "<<";

  private final Report report;
  private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  /** Checks for one report. */
  public TreeCheck(Report report) {
    this.report = report;
  }

  /** Returns whether a tree has more values than a file may have, with its aliases written out. */
  public static boolean isTooLarge(Node root) {
    return new ExpandedSize().isTooLarge(root);
  }

  /** Reports what is wrong with the tree; false where it is not to be read at all. */
  public boolean check(Node root) {
    if (isTooLarge(root)) {
      report.error(
          report.at(root),
          "",
          "its aliases expand to more than 100000 values, or refer to themselves",
          "write the values without aliases");
      return false;
    }
    check(root, "");
    return true;
  }

  private void check(Node node, String path) {
    if (!seen.add(node)) {
      return;
    }
    if (!PLAIN.contains(node.getTag())) {
      String tag = node.getTag().getValue().replace(Tag.PREFIX, "!!");
      String wrong = "the tag " + tag + " is not allowed";
      report.error(report.at(node), path, wrong, "write the plain value");
    }
    switch (node) {
      case MappingNode map -> checkKeys(map, path);
      case SequenceNode list -> checkItems(list.getValue(), path);
      default -> {} // a scalar: checked by its reader
    }
  }

  private void checkItems(List<Node> items, String path) {
    for (int i = 0; i < items.size(); i++) {
      check(items.get(i), Paths.item(path, i));
    }
  }

  private void checkKeys(MappingNode map, String path) {
    Map<String, Place> keys = new HashMap<>();
    for (NodeTuple entry : map.getValue()) {
      if (entry.getKeyNode() instanceof ScalarNode key) {
        check(key, Paths.key(path, key.getValue()));
        checkKey(key, path, keys);
        check(entry.getValueNode(), Paths.key(path, key.getValue()));
      } else {
        report.error(
            report.at(entry.getKeyNode()), path, "expected a key, not a list or a mapping", "");
      }
    }
  }

  private void checkKey(ScalarNode key, String path, Map<String, Place> keys) {
    Place at = report.at(key);
    if (key.isPlain() && key.getValue().equals(MERGE)) {
      report.error(at, path, "merge keys (<<) are not supported", "write the keys out");
      return;
    }
    Place first = keys.putIfAbsent(key.getValue(), at);
    if (first != null) {
      String wrong = "duplicate key, first in line " + first.line();
      report.error(at, Paths.key(path, key.getValue()), wrong, "keep one");
    }
  }
}
