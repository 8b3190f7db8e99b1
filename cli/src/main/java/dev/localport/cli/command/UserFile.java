package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.Surroundings;
import dev.localport.cli.render.Output;
import dev.localport.config.ConfigFile;
import dev.localport.config.ConfigReader;
import dev.localport.config.ConfigResult;
import dev.localport.config.ConfigSearch;
import dev.localport.config.SearchResult;
import dev.localport.config.form.Problem;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The configuration file that the user means. It is read here before the daemon hears of it, so
 * that what is wrong is told in the user's own paths, and costs no daemon.
 */
final class UserFile {
  private final Surroundings surroundings;
  private final @Nullable String named;

  /**
   * Looks from the surroundings.
   *
   * @param named the value of {@code --config}, or null
   */
  UserFile(Surroundings surroundings, @Nullable String named) {
    this.surroundings = surroundings;
    this.named = named;
  }

  SearchResult search() {
    return ConfigSearch.onDisk(
            surroundings.environment(), surroundings.home(), surroundings.folder())
        .find(named);
  }

  /**
   * Returns the file after a look at its content; null if there is none and none was named.
   *
   * @throws CommandException with exit code 2 and all problems if it cannot be used
   */
  @Nullable Path findChecked(Output output) throws CommandException {
    return switch (search()) {
      case SearchResult.Found(Path path) -> checked(path, output);
      case SearchResult.NamedMissing(Path path, String by) ->
          throw new CommandException(
              ExitCode.CONFIGURATION,
              "there is no " + surroundings.label(path) + ", which " + by + " names");
      case SearchResult.Nowhere _ -> null;
    };
  }

  private Path checked(Path path, Output output) throws CommandException {
    output.detail("configuration: " + surroundings.label(path));
    return switch (ConfigReader.read(
        surroundings.label(path), content(path), false, surroundings.environment())) {
      case ConfigResult.Loaded(ConfigFile config) -> {
        for (Problem note : config.notes()) {
          output.note("warning: " + note);
        }
        yield path;
      }
      case ConfigResult.Refused(List<Problem> problems) ->
          throw new CommandException(ExitCode.CONFIGURATION, lines(problems));
    };
  }

  private byte[] content(Path path) throws CommandException {
    try {
      return Files.readAllBytes(path);
    } catch (NoSuchFileException e) {
      throw unreadable(path, "it is gone", e);
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

  /**
   * Returns {@code $KUBECONFIG} for a process with another working folder: each of its files by its
   * absolute path; null where it is not set.
   */
  @Nullable String kubeconfig() {
    List<String> files = new ArrayList<>();
    String variable = surroundings.environment().getOrDefault("KUBECONFIG", "");
    for (String file : variable.split(File.pathSeparator, -1)) {
      if (!file.isEmpty()) {
        files.add(surroundings.folder().resolve(file).normalize().toString());
      }
    }
    return files.isEmpty() ? null : String.join(File.pathSeparator, files);
  }
}
