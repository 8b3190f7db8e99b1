package dev.localport.config.form;

import java.util.IdentityHashMap;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Counts the values of a tree with its aliases written out, without writing them out: few aliases
 * of aliases are enough for more values than a machine holds. Belongs to one read.
 */
final class ExpandedSize {
  /** How many values a file may have with its aliases written out. */
  static final int MOST = 100_000;

  /** What an alias that leads into itself counts as: it has no end. */
  private static final int ENDLESS = MOST + 1;

  private final IdentityHashMap<Node, Integer> sizes = new IdentityHashMap<>();

  /** Returns whether there are more values below the node than {@link #MOST}. */
  boolean isTooLarge(Node node) {
    return count(node) > MOST;
  }

  private int count(Node node) {
    Integer known = sizes.putIfAbsent(node, ENDLESS);
    if (known != null) {
      return known;
    }
    long size = 1;
    if (node instanceof MappingNode map) {
      for (NodeTuple entry : map.getValue()) {
        size += count(entry.getKeyNode()) + (long) count(entry.getValueNode());
      }
    } else if (node instanceof SequenceNode list) {
      for (Node item : list.getValue()) {
        size += count(item);
      }
    }
    int counted = (int) Math.min(size, ENDLESS);
    sizes.put(node, counted);
    return counted;
  }
}
