package dev.localport.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a file says of values that can also be set while the daemon runs, and where it says them.
 *
 * @param otherwise what holds for a context that the file does not name
 * @param contexts what holds for those that it names
 * @param services where the values of each service come from, by its name
 */
public record FileValues(
    Level otherwise, Map<String, Level> contexts, Map<String, Map<String, Origin>> services) {
  /** A file that says nothing. */
  public static final FileValues NONE =
      new FileValues(
          new Level(Tuning.DEFAULT, ClusterHealthConfig.DEFAULT, Map.of()), Map.of(), Map.of());

  /** Copies the maps, so that what a file says never changes. */
  public FileValues {
    contexts = Map.copyOf(contexts);
    services = Map.copyOf(services);
  }

  /**
   * What holds for the services of a context that say nothing themselves.
   *
   * @param origins where the file says it, by path; a path that is missing has its default
   */
  public record Level(
      Tuning tuning, ClusterHealthConfig clusterHealth, Map<String, Origin> origins) {
    /** Copies the map, so that a level never changes. */
    public Level {
      origins = Map.copyOf(origins);
    }
  }

  /** Returns what holds for a context; null: one that is not known yet. */
  public Level of(@Nullable String context) {
    return context == null ? otherwise : contexts.getOrDefault(context, otherwise);
  }

  /** Returns where the values of a service come from, by path. */
  public Map<String, Origin> ofService(String name) {
    return services.getOrDefault(name, Map.of());
  }
}
