package dev.localport.cli.command;

import dev.localport.api.Caller;
import dev.localport.api.ExitCode;
import dev.localport.cli.client.CliEnvironment;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.render.Output;
import dev.localport.config.ConfigFile;
import dev.localport.config.SearchResult;
import dev.localport.config.ServiceConfig;
import dev.localport.config.edit.ConfigEdit;
import dev.localport.config.edit.EditResult;
import dev.localport.paths.RegularFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** {@code forward --save}: puts a service into the user's file, which may be a new one. */
final class SavedService {
  private static final String NEW_FILE = "localport.yaml";

  private final UserFile userFile;
  private final CliEnvironment surroundings;
  private final Path path;

  private SavedService(UserFile userFile, CliEnvironment surroundings, Path path) {
    this.userFile = userFile;
    this.surroundings = surroundings;
    this.path = path;
  }

  /**
   * Chooses the file: the one that commands find, else {@code ./localport.yaml}. One that is there
   * has to be right, and trusted: it is loaded with what is saved.
   */
  static SavedService of(UserFile userFile, CliEnvironment surroundings, Output output)
      throws CommandException {
    Path path =
        switch (userFile.search()) {
          case SearchResult.Found(Path found, boolean _) -> found;
          case SearchResult.NamedMissing(Path missing, String _) -> missing;
          case SearchResult.Nowhere _ -> surroundings.folder().resolve(NEW_FILE);
        };
    if (PipedFile.is(path)) {
      throw new CommandException(
          ExitCode.CONFIGURATION,
          "nothing can be saved in "
              + surroundings.label(path)
              + ", which is a pipe; name a file with --config");
    }
    if (RegularFile.isThere(path)) {
      UserFile.Chosen _ = userFile.findUsable(output); // the daemon tells its warnings
    }
    return new SavedService(userFile, surroundings, path);
  }

  /** Returns the file. */
  Path path() {
    return path;
  }

  /** Saves the service, and returns what the daemon has to know to load the file. */
  Caller save(ServiceConfig service) throws CommandException {
    write(service);
    byte[] content = userFile.content(path);
    ConfigFile config = userFile.loaded(path, content);
    boolean here = userFile.search() instanceof SearchResult.Found found && found.here();
    if (here && !config.sensitive().isEmpty()) {
      new TrustConfirmation(surroundings)
          .grant(path, content, config); // it was, and the user changed it
    }
    return userFile.caller(config, here);
  }

  private void write(ServiceConfig service) throws CommandException {
    String label = surroundings.label(path);
    String old =
        RegularFile.isThere(path) ? new String(userFile.content(path), StandardCharsets.UTF_8) : "";
    switch (ConfigEdit.addService(
        FileAccess.of(path, surroundings), old, surroundings.environment(), service)) {
      case EditResult.Edited(String text) -> ChangedFile.write(path, label, text);
      case EditResult.Refused(String why) ->
          throw new CommandException(ExitCode.CONFIGURATION, why);
    }
  }
}
