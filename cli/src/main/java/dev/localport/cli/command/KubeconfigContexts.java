package dev.localport.cli.command;

import dev.localport.cli.client.CliEnvironment;
import dev.localport.paths.RegularFile;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** The names of the contexts in the user's kubeconfigs: for completion alone, the rest is left. */
final class KubeconfigContexts {
  private KubeconfigContexts() {}

  static Collection<String> names(CliEnvironment surroundings) {
    Collection<String> names = new TreeSet<>();
    String variable = surroundings.environment().getOrDefault("KUBECONFIG", "");
    if (variable.isEmpty()) {
      add(surroundings.home().resolve(".kube/config"), names);
    }
    for (String file : variable.split(File.pathSeparator, -1)) {
      if (!file.isEmpty()) {
        add(surroundings.folder().resolve(file), names);
      }
    }
    return names;
  }

  private static void add(Path file, Collection<String> names) {
    try {
      Object content =
          new Load(LoadSettings.builder().build())
              .loadFromString(RegularFile.text(file, RegularFile.KUBECONFIG));
      if (content instanceof Map<?, ?> kubeconfig
          && kubeconfig.get("contexts") instanceof List<?> contexts) {
        for (Object context : contexts) {
          if (context instanceof Map<?, ?> named && named.get("name") instanceof String name) {
            names.add(name);
          }
        }
      }
    } catch (IOException | YamlEngineException | IllegalArgumentException _) {
      // none, or none that can be read: whoever uses it is told then
    }
  }
}
