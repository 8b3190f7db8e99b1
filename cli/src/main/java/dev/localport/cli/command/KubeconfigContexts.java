package dev.localport.cli.command;

import dev.localport.cli.client.CliEnvironment;
import dev.localport.paths.RegularFile;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The names in the user's kubeconfigs, for completion and for the questions of {@code init}: what
 * cannot be read is left out. Connections are made by the daemon, which reads all of it.
 */
final class KubeconfigContexts {
  private static final String DEFAULT = "default";

  private KubeconfigContexts() {}

  static Collection<String> names(CliEnvironment surroundings) {
    Collection<String> names = new TreeSet<>();
    for (Map<?, ?> kubeconfig : kubeconfigs(surroundings)) {
      for (Map<?, ?> context : contexts(kubeconfig)) {
        if (context.get("name") instanceof String name) {
          names.add(name);
        }
      }
    }
    return names;
  }

  /** Returns the current context; null where none is named. The first file that names one wins. */
  static @Nullable String current(CliEnvironment surroundings) {
    for (Map<?, ?> kubeconfig : kubeconfigs(surroundings)) {
      if (kubeconfig.get("current-context") instanceof String name && !name.isEmpty()) {
        return name;
      }
    }
    return null;
  }

  /**
   * Returns the namespace of a context, {@code default} where it names none.
   *
   * @param name of the context; null: the current one
   */
  static String namespace(CliEnvironment surroundings, @Nullable String name) {
    String wanted = name == null ? current(surroundings) : name;
    for (Map<?, ?> kubeconfig : kubeconfigs(surroundings)) {
      for (Map<?, ?> context : contexts(kubeconfig)) {
        if (Objects.equals(context.get("name"), wanted)) {
          return context.get("context") instanceof Map<?, ?> values
                  && values.get("namespace") instanceof String namespace
                  && !namespace.isEmpty()
              ? namespace
              : DEFAULT;
        }
      }
    }
    return DEFAULT;
  }

  private static List<Map<?, ?>> contexts(Map<?, ?> kubeconfig) {
    List<Map<?, ?>> all = new ArrayList<>();
    if (kubeconfig.get("contexts") instanceof List<?> contexts) {
      for (Object context : contexts) {
        if (context instanceof Map<?, ?> named) {
          all.add(named);
        }
      }
    }
    return all;
  }

  private static List<Map<?, ?>> kubeconfigs(CliEnvironment surroundings) {
    List<Map<?, ?>> all = new ArrayList<>();
    String variable = surroundings.environment().getOrDefault("KUBECONFIG", "");
    if (variable.isEmpty()) {
      add(surroundings.home().resolve(".kube/config"), all);
    }
    for (String file : variable.split(File.pathSeparator, -1)) {
      if (!file.isEmpty()) {
        add(surroundings.folder().resolve(file), all);
      }
    }
    return all;
  }

  private static void add(Path file, List<Map<?, ?>> all) {
    try {
      Object content =
          new Load(LoadSettings.builder().build())
              .loadFromString(RegularFile.text(file, RegularFile.KUBECONFIG));
      if (content instanceof Map<?, ?> kubeconfig) {
        all.add(kubeconfig);
      }
    } catch (IOException | YamlEngineException | IllegalArgumentException _) {
      // none, or none that can be read: the command that uses it says so
    }
  }
}
