package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.cli.client.CommandException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes the user's configuration file, as a whole or not at all. */
final class ChangedFile {
  private ChangedFile() {}

  /**
   * Writes the file: where a link leads, and with the mode that it had, since it is the user's.
   *
   * @param label what the user calls it
   */
  static void write(Path file, String label, String text) throws CommandException {
    try {
      replace(file, text);
    } catch (AccessDeniedException e) {
      throw new CommandException(
          ExitCode.PERMISSION, "no permission to write " + label + "; use --config", e);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.GENERAL, label + " cannot be changed: " + e.getMessage(), e);
    }
  }

  private static void replace(Path file, String text) throws IOException {
    if (!Files.exists(file)) {
      Path _ = Files.writeString(file, text);
      return;
    }
    Path real = file.toRealPath();
    Path grown = real.resolveSibling(real.getFileName() + ".localport-new");
    try {
      Path _ = Files.writeString(grown, text);
      Path _ = Files.setPosixFilePermissions(grown, Files.getPosixFilePermissions(real));
      Path _ =
          Files.move(
              grown, real, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      boolean _ = Files.deleteIfExists(grown);
    }
  }
}
