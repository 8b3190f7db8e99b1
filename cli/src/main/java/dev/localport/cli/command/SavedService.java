package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.cli.client.CliEnvironment;
import dev.localport.cli.client.CommandException;
import dev.localport.config.SearchResult;
import dev.localport.config.ServiceConfig;
import dev.localport.config.edit.ConfigEdit;
import dev.localport.config.edit.EditResult;
import dev.localport.paths.RegularFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** {@code forward --save}: puts a service into the user's file, which may be a new one. */
final class SavedService {
  private static final String NEW_FILE = "localport.yaml";

  private SavedService() {}

  /**
   * Saves the service and returns the file: the one that commands find, else {@code
   * ./localport.yaml}.
   */
  static Path save(UserFile userFile, CliEnvironment surroundings, ServiceConfig service)
      throws CommandException {
    Path file =
        switch (userFile.search()) {
          case SearchResult.Found(Path path, boolean _) -> path;
          case SearchResult.NamedMissing(Path path, String _) -> path;
          case SearchResult.Nowhere _ -> surroundings.folder().resolve(NEW_FILE);
        };
    String label = surroundings.label(file);
    if (PipedFile.is(file)) {
      throw new CommandException(
          ExitCode.CONFIGURATION,
          "nothing can be saved in " + label + ", which is a pipe; name a file with --config");
    }
    try {
      String old =
          RegularFile.isThere(file)
              ? new String(userFile.content(file), StandardCharsets.UTF_8)
              : "";
      switch (ConfigEdit.addService(label, old, surroundings.environment(), service)) {
        case EditResult.Edited(String text) -> replace(file, text);
        case EditResult.Refused(String why) ->
            throw new CommandException(ExitCode.CONFIGURATION, why);
      }
      return file;
    } catch (AccessDeniedException e) {
      throw new CommandException(
          ExitCode.PERMISSION, "no permission to write " + label + "; use --config", e);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.GENERAL, label + " cannot be changed: " + e.getMessage(), e);
    }
  }

  /* As a whole, where a link leads, and with the mode that the file had: it is the user's. */
  private static void replace(Path file, String text) throws IOException {
    if (!Files.exists(file)) {
      Files.writeString(file, text);
      return;
    }
    Path real = file.toRealPath();
    Path grown = real.resolveSibling(real.getFileName() + ".localport-new");
    try {
      Files.writeString(grown, text);
      Files.setPosixFilePermissions(grown, Files.getPosixFilePermissions(real));
      Files.move(grown, real, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(grown);
    }
  }
}
