package dev.localport.config;

import dev.localport.config.form.Forms;
import dev.localport.config.form.Key;
import dev.localport.config.form.Keys;
import dev.localport.config.form.Section;
import dev.localport.config.form.Value;
import dev.localport.config.form.WrittenKeys;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is below the services of a file: its defaults, and what it says of single contexts.
 *
 * @param below what holds for a service whose context is not written, or not listed
 */
record Levels(Level below, Map<String, Level> contexts) {
  /** One level: how services behave there, which kubeconfig they use, and how it is watched. */
  record Level(
      Tuning tuning,
      @Nullable String kubeconfig,
      ClusterHealthConfig clusterHealth,
      Map<String, Origin> origins) {}

  private static final Key<String> KUBECONFIG =
      Key.of(
          "kubeconfig",
          Forms.path(),
          "Path of the kubeconfig, relative to this file or ~ (default: $KUBECONFIG, then"
              + " ~/.kube/config).");
  private static final Key<Section> DEFAULTS =
      Key.of(
          "defaults",
          TuningReader.KEYS.and(ClusterHealthReader.KEY),
          "Defaults for all services; a context or a service can override them.");
  private static final Key<Map<String, Section>> CLUSTER_CONTEXTS =
      Key.of(
          "cluster_contexts",
          Forms.map(TuningReader.CONTEXT_KEYS.and(ClusterHealthReader.KEY, KUBECONFIG)),
          "Values for the services of a kube context, by the context's name.");

  private static final Keys CLUSTER_KEYS = Keys.of(ClusterHealthReader.KEY);

  static final Keys KEYS = Keys.of(KUBECONFIG, DEFAULTS, CLUSTER_CONTEXTS);

  static Levels read(Section file) {
    Section defaults = file.find(DEFAULTS);
    String kubeconfig = kubeconfig(file);
    Level below =
        defaults == null
            ? new Level(Tuning.DEFAULT, kubeconfig, ClusterHealthConfig.DEFAULT, Map.of())
            : new Level(
                TuningReader.read(defaults, Tuning.DEFAULT, "a service without its own check"),
                kubeconfig,
                ClusterHealthReader.read(defaults, ClusterHealthConfig.DEFAULT),
                origins(defaults, Origin.OF_DEFAULTS, Map.of()));
    Map<String, Level> contexts = new LinkedHashMap<>();
    file.get(CLUSTER_CONTEXTS, Map.of())
        .forEach((name, keys) -> contexts.put(name, context(name, keys, below)));
    return new Levels(below, contexts);
  }

  private static Level context(String name, Section keys, Level below) {
    Tuning tuning = TuningReader.readContext(keys, below.tuning());
    String kubeconfig = kubeconfig(keys);
    return new Level(
        tuning,
        kubeconfig == null ? below.kubeconfig() : kubeconfig,
        ClusterHealthReader.read(keys, below.clusterHealth()),
        origins(keys, Origin.ofContext(name), below.origins()));
  }

  /** Returns where values come from at a level: there, else where the level below has them from. */
  private static Map<String, Origin> origins(
      Section level, Origin here, Map<String, Origin> below) {
    Map<String, Origin> origins = TuningReader.origins(level, here, below);
    WrittenKeys.in(level, CLUSTER_KEYS).forEach(path -> origins.put(path, here));
    return origins;
  }

  private static @Nullable String kubeconfig(Section level) {
    Value value = level.raw(KUBECONFIG);
    if (value != null) {
      level.report().sensitive(value, "uses other credentials");
    }
    return level.find(KUBECONFIG);
  }

  Level of(@Nullable String context) {
    return context == null ? below : contexts.getOrDefault(context, below);
  }

  /**
   * Returns what the file says, and where.
   *
   * @param services where the values of each service come from
   */
  FileValues values(Map<String, Map<String, Origin>> services) {
    Map<String, FileValues.Level> named = new LinkedHashMap<>();
    contexts.forEach((name, level) -> named.put(name, values(level)));
    return new FileValues(values(below), named, services);
  }

  private static FileValues.Level values(Level level) {
    return new FileValues.Level(level.tuning(), level.clusterHealth(), level.origins());
  }

  ClusterConfigs clusters() {
    Map<String, ClusterHealthConfig> named = new LinkedHashMap<>();
    contexts.forEach((name, level) -> named.put(name, level.clusterHealth()));
    return new ClusterConfigs(below.clusterHealth(), named);
  }
}
