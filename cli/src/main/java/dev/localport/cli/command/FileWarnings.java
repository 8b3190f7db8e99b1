package dev.localport.cli.command;

import dev.localport.config.ConfigFile;
import dev.localport.config.form.Severity;
import java.nio.file.Path;
import java.util.List;

/**
 * The warnings of a file. The daemon reads the file as well, and finds the same ones under its
 * absolute path: they are printed once.
 *
 * @param lines as they are printed
 * @param found as the daemon finds them
 */
record FileWarnings(List<String> lines, List<String> found) {
  /** Of no file. */
  static final FileWarnings NONE = new FileWarnings(List.of(), List.of());

  FileWarnings {
    lines = List.copyOf(lines);
    found = List.copyOf(found);
  }

  /**
   * Returns those of a file.
   *
   * @param label what the user calls it
   */
  static FileWarnings of(ConfigFile config, String label, Path path) {
    List<String> lines =
        config.notes().stream()
            .filter(note -> note.severity() == Severity.WARNING)
            .map(Object::toString)
            .toList();
    return new FileWarnings(
        lines, lines.stream().map(line -> line.replace(label + ":", path + ":")).toList());
  }

  /** Returns what the daemon says besides. */
  List<String> others(List<String> notes) {
    return notes.stream().filter(note -> !found.contains(note)).toList();
  }
}
