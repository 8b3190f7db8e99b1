package dev.localport.cli.command;

import dev.localport.config.ConfigFile;
import dev.localport.config.form.Problem;
import dev.localport.config.form.Severity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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
   * Returns those of a file, and of the files that it includes.
   *
   * @param label what the user calls it
   */
  static FileWarnings of(ConfigFile config, String label, Path path) {
    Map<String, Path> paths = new HashMap<>(Map.of(label, path));
    config.included().forEach(file -> paths.put(file.label(), file.path()));
    String labels = paths.keySet().stream().map(Pattern::quote).collect(Collectors.joining("|"));
    Pattern places = Pattern.compile("(?<![^\\s(])(%s):".formatted(labels));
    List<String> lines = new ArrayList<>();
    List<String> found = new ArrayList<>();
    for (Problem note : config.notes()) {
      if (note.severity() == Severity.WARNING) {
        String line = note.toString();
        lines.add(line);
        found.add(places.matcher(line).replaceAll(at -> at(paths, at.group(1))));
      }
    }
    return new FileWarnings(lines, found);
  }

  private static String at(Map<String, Path> paths, String label) {
    return Matcher.quoteReplacement(paths.get(label) + ":");
  }

  /** Returns what the daemon says besides. */
  List<String> others(List<String> notes) {
    return notes.stream().filter(note -> !found.contains(note)).toList();
  }
}
