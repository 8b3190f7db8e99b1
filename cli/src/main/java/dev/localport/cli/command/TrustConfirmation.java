package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.cli.client.CliEnvironment;
import dev.localport.cli.client.CommandException;
import dev.localport.config.ConfigFile;
import dev.localport.config.SearchResult;
import dev.localport.config.form.Problem;
import dev.localport.paths.PathProblem;
import dev.localport.paths.PrivateFolder;
import dev.localport.paths.TrustedFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a file may run programs and use credentials. One that was found in the current folder may
 * have come along with that, from anybody: its user has to look at it first.
 */
record TrustConfirmation(CliEnvironment surroundings) {
  /**
   * Refuses a file that needs trust and has none.
   *
   * @throws CommandException with exit code 2, naming each place
   */
  void check(SearchResult.Found found, byte[] content, ConfigFile config) throws CommandException {
    if (needsTrust(found, content, config)) {
      throw new CommandException(
          ExitCode.CONFIGURATION, String.join("\n", refusals(found.path(), config)));
    }
  }

  /** Tells whether a file says something that it may not say yet. */
  boolean needsTrust(SearchResult.Found found, byte[] content, ConfigFile config)
      throws CommandException {
    if (!found.here() || config.sensitive().isEmpty()) {
      return false;
    }
    try {
      // what is kept there counts only if no other user could have put it there
      return !PrivateFolder.isThere(surroundings.places().stateFolder())
          || !trusted().isTrusted(found.path(), config.trusted(content));
    } catch (PathProblem e) {
      throw new CommandException(e);
    } catch (IOException e) {
      throw failed(found.path(), e);
    }
  }

  /** Returns what a file says that needs trust, one line for each place. */
  List<String> refusals(Path path, ConfigFile config) {
    List<String> refusals = new ArrayList<>();
    for (Problem sensitive : config.sensitive()) {
      refusals.add(
          "%s, and this file is not trusted; review it, then: localport config trust %s"
              .formatted(sensitive, surroundings.label(path)));
    }
    return refusals;
  }

  /** Keeps that the user trusts the file, and those that it includes, as they are now. */
  void grant(Path path, byte[] content, ConfigFile config) throws CommandException {
    try {
      PrivateFolder.create(surroundings.places().stateFolder());
      trusted().trust(path, config.trusted(content));
    } catch (PathProblem e) {
      throw new CommandException(e);
    } catch (IOException e) {
      throw failed(path, e);
    }
  }

  private TrustedFiles trusted() {
    return new TrustedFiles(surroundings.places().trustFile());
  }

  private CommandException failed(Path path, IOException cause) {
    return new CommandException(
        ExitCode.GENERAL,
        "the trust in "
            + surroundings.label(path)
            + " cannot be looked up or kept: "
            + cause.getMessage(),
        cause);
  }
}
