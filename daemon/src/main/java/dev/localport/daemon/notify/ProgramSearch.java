package dev.localport.daemon.notify;

import dev.localport.paths.RegularFile;
import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds programs as the user's shell would. */
final class ProgramSearch {
  private ProgramSearch() {}

  /**
   * Returns the absolute path of a program, or null if there is none.
   *
   * @param program a name, which is looked for on the {@code PATH}, or a path
   * @param folder where a relative path starts
   * @param shell the variables of the shell: its {@code PATH} counts
   */
  static @Nullable Path find(String program, Path folder, Map<String, String> shell) {
    try {
      if (program.contains(File.separator)) {
        return runnable(folder.resolve(program).normalize());
      }
      for (String entry : shell.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
        Path found = runnable(Path.of(entry).resolve(program));
        if (found != null) {
          return found;
        }
      }
      return null;
    } catch (InvalidPathException _) {
      return null;
    }
  }

  private static @Nullable Path runnable(Path file) {
    return file.isAbsolute() && RegularFile.isThere(file) && file.toFile().canExecute()
        ? file
        : null;
  }
}
