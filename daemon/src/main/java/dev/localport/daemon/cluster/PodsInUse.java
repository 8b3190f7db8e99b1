package dev.localport.daemon.cluster;

import java.util.Map;
import java.util.Set;

/**
 * The pods behind active services, by namespace. Immutable.
 *
 * @param all every one of them, and those that they replaced: their events are kept, however many
 *     others there are
 * @param measurable those whose usage may be asked for now
 */
record PodsInUse(Map<String, Set<String>> all, Map<String, Set<String>> measurable) {
  /** There are none. */
  static final PodsInUse NONE = new PodsInUse(Map.of(), Map.of());

  PodsInUse {
    all = Map.copyOf(all);
    measurable = Map.copyOf(measurable);
  }
}
