package dev.localport.cli.manager;

import dev.localport.paths.UserLocale;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the login service takes from the world around it.
 *
 * @param environment the variables of the shell
 * @param home the home folder, as the shell names it
 * @param folder the current folder
 * @param stateFolder where this shell's daemon keeps its state
 * @param logsFolder where it logs
 * @param system the operating system, which has the manager
 */
public record InstallationContext(
    Map<String, String> environment,
    Path home,
    Path folder,
    Path stateFolder,
    Path logsFolder,
    OperatingSystem system) {
  private static final String CONFIG = "XDG_CONFIG_HOME";

  /** Returns a variable; null when it is not set, or empty. */
  @Nullable String variable(String name) {
    String value = environment.getOrDefault(name, "");
    return value.isEmpty() ? null : value;
  }

  /** Returns the folder of the user's configuration, by the rules of XDG. */
  Path configFolder() {
    String folder = variable(CONFIG);
    return folder != null && folder.startsWith("/") ? Path.of(folder) : home.resolve(".config");
  }

  /** Returns the user's number, as the system prints it. */
  String uid() throws ManagerProblem {
    return ask("id", "-u");
  }

  /** Returns the user's name. */
  String user() throws ManagerProblem {
    return ask("id", "-un");
  }

  private String ask(String... command) throws ManagerProblem {
    ProgramResult outcome = run(List.of(command));
    if (!outcome.isDone()) {
      throw new ManagerProblem(String.join(" ", command) + " failed: " + outcome.words());
    }
    return outcome.out().strip();
  }

  /**
   * Returns what the daemon cannot do without: where its state is, and the locale in which Java
   * finds every file, with the user's own for plug-ins.
   */
  SortedMap<String, String> needed() {
    SortedMap<String, String> needed = new TreeMap<>(statePlaces());
    Map<String, String> locale = new HashMap<>(environment);
    UserLocale.replace(locale);
    for (String name : List.of(UserLocale.KEPT, "LC_ALL")) {
      needed.put(name, locale.getOrDefault(name, ""));
    }
    return needed;
  }

  private Map<String, String> statePlaces() {
    if (variable("LOCALPORT_HOME") != null) {
      return Map.of("LOCALPORT_HOME", stateFolder.toString());
    }
    String state = variable("XDG_STATE_HOME");
    if (state != null && state.startsWith("/")) {
      return Map.of("XDG_STATE_HOME", state);
    }
    return isAccountHome() ? Map.of() : Map.of("HOME", home.toString());
  }

  /* Java takes user.home from the account, the shell's HOME may be another one. */
  private boolean isAccountHome() {
    return home.equals(Path.of(System.getProperty("user.home", "")));
  }

  /** Runs a program of the manager: see {@link Runner#run}. */
  ProgramResult run(List<String> command) throws ManagerProblem {
    return system.runner().run(command);
  }

  /** Returns whether the user's forwards outlive the last session; false: they end with it. */
  boolean isLingering() throws ManagerProblem {
    return Files.exists(system.lingering().resolve(user()));
  }
}
