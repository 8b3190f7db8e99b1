package dev.localport.cli.manager;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The program that the login service runs.
 *
 * @param java the Java that runs it
 * @param classes the daemon's class path
 * @param command the daemon's whole command line
 * @param reload the command line of {@code localport daemon reload}
 */
public record ServiceProgram(Path java, String classes, List<String> command, List<String> reload) {
  /** Keeps copies of the lists. */
  public ServiceProgram {
    command = List.copyOf(command);
    reload = List.copyOf(reload);
  }

  /** What an installed unit names: enough to know whether it exists, and which one it is. */
  public record Named(Path java, String classes) {
    /** Returns what no longer exists, as a path; empty if the program is there. */
    public String missing() {
      if (!Files.isExecutable(java)) {
        return java.toString();
      }
      return Stream.of(classes.split(":", -1)).anyMatch(Named::isThere) ? "" : classes;
    }

    private static boolean isThere(String entry) {
      if (!entry.endsWith("/*")) {
        return Files.exists(Path.of(entry));
      }
      try (Stream<Path> files = Files.list(Path.of(entry.substring(0, entry.length() - 2)))) {
        return files.anyMatch(file -> file.toString().endsWith(".jar"));
      } catch (IOException _) {
        return false; // a folder that was deleted has no program
      }
    }
  }

  /** Returns what distinguishes this program from another one. */
  public Named named() {
    return new Named(java, classes);
  }
}
