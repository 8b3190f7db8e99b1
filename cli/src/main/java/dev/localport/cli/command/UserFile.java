package dev.localport.cli.command;

import dev.localport.api.Caller;
import dev.localport.api.ExitCode;
import dev.localport.api.ProxyVariables;
import dev.localport.api.ShellEnvironment;
import dev.localport.cli.client.CliEnvironment;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.render.Output;
import dev.localport.config.ConfigFile;
import dev.localport.config.ConfigReader;
import dev.localport.config.ConfigResult;
import dev.localport.config.ConfigSearch;
import dev.localport.config.SearchResult;
import dev.localport.config.form.Problem;
import dev.localport.config.form.YamlText;
import dev.localport.paths.PathProblem;
import dev.localport.paths.PipedKubeconfig;
import dev.localport.paths.RegularFile;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The configuration file that the user means. It is read here before the daemon hears of it, so
 * that what is wrong is told in the user's own paths, and costs no daemon.
 */
final class UserFile {
  private static final int MOST_PIPED = 512 << 10; // it travels in one line of 1 MiB
  private static final int MOST_PIPED_KUBECONFIG = 1 << 20;

  private final CliEnvironment surroundings;
  private final @Nullable String named;

  /**
   * Looks from the surroundings.
   *
   * @param named the value of {@code --config}, or null
   */
  UserFile(CliEnvironment surroundings, @Nullable String named) {
    this.surroundings = surroundings;
    this.named = named;
  }

  SearchResult search() {
    return new ConfigSearch(
            surroundings.environment(),
            surroundings.home(),
            surroundings.folder(),
            RegularFile::isThere)
        .find(named);
  }

  /**
   * Returns the file after a look at its content, and prints its warnings; null if there is none
   * and none was named.
   *
   * @throws CommandException with exit code 2 and all problems if it cannot be used
   */
  @Nullable Chosen findChecked(Output output) throws CommandException {
    Chosen chosen = findUsable(output);
    if (chosen != null) {
      chosen.warnings().lines().forEach(line -> output.note("warning: " + line));
    }
    return chosen;
  }

  /** As {@link #findChecked}; prints no warnings. */
  @Nullable Chosen findUsable(Output output) throws CommandException {
    SearchResult.Found found = find();
    if (found == null) {
      return null;
    }
    String label = surroundings.label(found.path());
    output.detail("configuration: " + label);
    byte[] content = content(found.path());
    ConfigFile config = loaded(found.path(), content);
    new TrustConfirmation(surroundings).check(found, content, config);
    boolean piped = PipedFile.is(found.path());
    Path path = piped ? PipedFile.name(found.path(), surroundings.folder()) : found.path();
    return new Chosen(
        path,
        piped ? new String(content, StandardCharsets.UTF_8) : null,
        caller(config, found.here()),
        FileWarnings.of(config, label, path));
  }

  /**
   * A file that can be used, and what the daemon has to know to read it as it was read here.
   *
   * @param text what it says, where the daemon cannot read it; else null
   * @param warnings what is doubtful in it
   */
  record Chosen(Path path, @Nullable String text, Caller caller, FileWarnings warnings) {}

  /** Returns what the daemon has to know; of the environment only what the file uses. */
  Caller caller(ConfigFile config, boolean here) throws CommandException {
    Map<String, String> used = new HashMap<>(surroundings.environment());
    used.keySet().retainAll(config.variables());
    return new Caller(kubeconfig(), used, here, proxies(), lent());
  }

  /**
   * Returns the file.
   *
   * @throws CommandException with exit code 2 if there is none
   */
  SearchResult.Found need() throws CommandException {
    SearchResult.Found found = find();
    if (found == null) {
      throw new CommandException(
          ExitCode.CONFIGURATION,
          "no configuration file; write one: localport init, or name one with --config");
    }
    return found;
  }

  /**
   * Returns if the file that is named is there, or none is named.
   *
   * @throws CommandException with exit code 2 if it is missing
   */
  void requireNamed() throws CommandException {
    SearchResult.Found _ = named == null ? null : find();
  }

  private SearchResult.@Nullable Found find() throws CommandException {
    return switch (search()) {
      case SearchResult.Found found -> found;
      case SearchResult.NamedMissing(Path path, String by) ->
          throw new CommandException(
              ExitCode.CONFIGURATION,
              "config file not found: %s%s"
                  .formatted(
                      surroundings.label(path), by.startsWith("$") ? " (from " + by + ")" : ""));
      case SearchResult.Nowhere _ -> null;
    };
  }

  /** Reads content with the variables of the user's shell. */
  ConfigResult read(Path path, byte[] content, boolean strict) {
    return ConfigReader.read(
        FileAccess.of(path, surroundings), content, strict, surroundings.environment());
  }

  /**
   * Returns what a file says.
   *
   * @throws CommandException with exit code 2 and all problems if it cannot be used
   */
  ConfigFile loaded(Path path, byte[] content) throws CommandException {
    return switch (read(path, content, false)) {
      case ConfigResult.Loaded(ConfigFile config) -> config;
      case ConfigResult.Refused(List<Problem> problems) ->
          throw new CommandException(ExitCode.CONFIGURATION, lines(problems));
    };
  }

  /**
   * Returns a file's content, as far as a configuration may reach and one byte more; that of a pipe
   * can be had once.
   */
  byte[] content(Path path) throws CommandException {
    try {
      return PipedFile.is(path)
          ? PipedFile.read(path, MOST_PIPED)
          : RegularFile.beginning(path, YamlText.MOST_BYTES + 1);
    } catch (NoSuchFileException e) {
      throw unreadable(path, "file not found", e);
    } catch (IOException e) {
      throw unreadable(path, String.valueOf(e.getMessage()), e);
    }
  }

  private CommandException unreadable(Path path, String why, IOException cause) {
    return new CommandException(
        ExitCode.CONFIGURATION, surroundings.label(path) + " cannot be read: " + why, cause);
  }

  /** Returns the problems as they are shown: one a line. */
  static String lines(List<Problem> problems) {
    List<String> lines = new ArrayList<>();
    for (Problem problem : problems) {
      lines.add(problem.toString());
    }
    return String.join("\n", lines);
  }

  /** Returns what the daemon has to know where no file is used. */
  Caller caller() throws CommandException {
    return new Caller(kubeconfig(), proxies()).lending(lent());
  }

  /** Returns what this shell lends: credential plug-ins run as they would for kubectl here. */
  ShellEnvironment lent() {
    String shell =
        ProcessHandle.current().parent().map(parent -> "shell " + parent.pid()).orElse("a shell");
    return ShellEnvironment.of(surroundings.environment(), shell);
  }

  private ProxyVariables proxies() {
    ProxyVariables said = ProxyVariables.of(surroundings.environment());
    String authorities = said.authorities();
    return authorities == null
        ? said
        : new ProxyVariables(
            said.https(),
            said.http(),
            said.none(),
            surroundings.folder().resolve(authorities).normalize().toString());
  }

  /**
   * Returns {@code $KUBECONFIG} for a process with another working folder: each of its files by its
   * absolute path; null where it is not set. A pipe is read now, into a file for the daemon.
   */
  private @Nullable String kubeconfig() throws CommandException {
    List<String> files = new ArrayList<>();
    String variable = surroundings.environment().getOrDefault("KUBECONFIG", "");
    for (String file : variable.split(File.pathSeparator, -1)) {
      if (!file.isEmpty()) {
        Path path = surroundings.folder().resolve(file).normalize();
        files.add((PipedFile.is(path) ? kept(path) : path).toString());
      }
    }
    return files.isEmpty() ? null : String.join(File.pathSeparator, files);
  }

  private Path kept(Path pipe) throws CommandException {
    try {
      byte[] content = PipedFile.read(pipe, MOST_PIPED_KUBECONFIG);
      if (content.length == 0) {
        throw new CommandException(
            ExitCode.CONFIGURATION, "the kubeconfig " + pipe + " is empty; what writes to it?");
      }
      return PipedKubeconfig.keep(surroundings.places().kubeconfigFolder(), content);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.CONFIGURATION,
          "the kubeconfig %s cannot be read: %s".formatted(pipe, e.getMessage()),
          e);
    } catch (PathProblem e) {
      throw new CommandException(e);
    }
  }
}
