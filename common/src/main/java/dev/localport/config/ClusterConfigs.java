package dev.localport.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How clusters are watched over.
 *
 * @param otherwise what holds for a context that the file does not name
 * @param contexts what holds for those that it names
 */
public record ClusterConfigs(
    ClusterHealthConfig otherwise, Map<String, ClusterHealthConfig> contexts) {
  /** Copies the map, so that it never changes. */
  public ClusterConfigs {
    contexts = Map.copyOf(contexts);
  }

  /** Returns what holds for a context; null: one that is not known yet. */
  public ClusterHealthConfig of(@Nullable String context) {
    return context == null ? otherwise : contexts.getOrDefault(context, otherwise);
  }
}
