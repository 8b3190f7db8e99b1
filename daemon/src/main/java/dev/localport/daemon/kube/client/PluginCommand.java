package dev.localport.daemon.kube.client;

import dev.localport.paths.RegularFile;
import dev.localport.paths.UserLocale;
import dev.localport.rpc.JsonObject;
import io.fabric8.kubernetes.api.model.ExecConfig;
import io.fabric8.kubernetes.api.model.ExecEnvVar;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What it takes to run a credential plug-in, as client-go runs it
 * (plugin/pkg/client/auth/exec/exec.go).
 *
 * @param exec what the kubeconfig says of it
 * @param folder where a relative path of the program starts
 * @param cluster what {@code spec.cluster} tells it; null where it did not ask for that
 */
record PluginCommand(ExecConfig exec, Path folder, @Nullable JsonObject cluster) {
  private static final String ALWAYS = "Always";
  private static final String NEVER = "Never";

  /** Whether a user can answer the questions of the plug-in. */
  enum Terminal {
    NONE,
    ATTACHED
  }

  /** Returns the program as the kubeconfig names it. */
  String program() {
    return String.valueOf(exec.getCommand());
  }

  /** Returns whether it can only run in a terminal. */
  boolean needsTerminal() {
    return ALWAYS.equals(exec.getInteractiveMode());
  }

  /**
   * Returns the words to run, the program by its absolute path where it can be found.
   *
   * @param environment of the shell that it runs for: its {@code PATH} counts
   */
  List<String> words(Map<String, String> environment) {
    List<String> words = new ArrayList<>();
    words.add(resolved(environment.getOrDefault("PATH", "")));
    if (exec.getArgs() != null) {
      words.addAll(exec.getArgs());
    }
    return words;
  }

  private String resolved(String path) {
    String program = program();
    if (program.contains(File.separator)) {
      return folder.resolve(program).normalize().toString();
    }
    for (String entry : path.split(File.pathSeparator, -1)) {
      Path candidate = Path.of(entry).resolve(program);
      if (candidate.isAbsolute()
          && RegularFile.isThere(candidate)
          && candidate.toFile().canExecute()) {
        return candidate.toString();
      }
    }
    return program; // the start fails with the system's words
  }

  /**
   * Returns the environment of a run.
   *
   * @param shell the environment of the shell that it runs for
   */
  Map<String, String> environment(Map<String, String> shell, Terminal terminal) {
    Map<String, String> environment = new HashMap<>(shell);
    UserLocale.restore(environment);
    environment.putAll(additions(terminal));
    return environment;
  }

  /** Returns the variables that a run has in addition to those of the shell. */
  Map<String, String> additions(Terminal terminal) {
    Map<String, String> additions = new HashMap<>();
    additions.put("KUBERNETES_EXEC_INFO", info(terminal));
    if (exec.getEnv() != null) {
      for (ExecEnvVar variable : exec.getEnv()) {
        String value = variable.getValue();
        additions.put(variable.getName(), value == null ? "" : value); // as kubectl
      }
    }
    return additions;
  }

  private String info(Terminal terminal) {
    boolean interactive = terminal == Terminal.ATTACHED && !NEVER.equals(exec.getInteractiveMode());
    JsonObject.Builder spec = JsonObject.builder();
    if (cluster != null) {
      spec.put("cluster", cluster);
    }
    return JsonObject.builder()
        .put("apiVersion", exec.getApiVersion())
        .put("kind", "ExecCredential")
        .put("spec", spec.put("interactive", interactive).build())
        .build()
        .toString();
  }

  @Override
  public String toString() {
    return program(); // its variables and arguments may be secret
  }
}
