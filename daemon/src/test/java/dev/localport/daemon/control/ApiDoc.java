package dev.localport.daemon.control;

import dev.localport.rpc.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * {@code docs/api.md} as a program reads it. In its blocks a line that begins with {@code >} is
 * sent, one that begins with {@code <} comes back, and an indented one goes on.
 *
 * @param text all of it
 */
record ApiDoc(String text) {
  private static final Pattern FILE =
      Pattern.compile("```yaml\n# (\\S+)\n(.*?)```", Pattern.DOTALL);
  private static final Pattern BLOCK = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);
  private static final Pattern ROW = Pattern.compile("^\\| `(\\w+)` \\|", Pattern.MULTILINE);

  /** One line of an example. */
  record Line(boolean sent, String text) {}

  static ApiDoc read() throws IOException {
    Path root = Path.of("").toAbsolutePath().resolveSibling(""); // tests run in their module
    return new ApiDoc(Files.readString(root.resolve("docs/api.md")));
  }

  /** Returns the files that the examples work with, by their paths. */
  Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>();
    FILE.matcher(text).results().forEach(found -> files.put(found.group(1), found.group(2)));
    return files;
  }

  /** Returns all examples, in order. */
  List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    for (MatchResult block : BLOCK.matcher(text).results().toList()) {
      for (String line : block.group(1).replaceAll("\n +", " ").lines().toList()) {
        lines.add(new Line(line.startsWith("> "), line.substring(2)));
      }
    }
    return lines;
  }

  /** Returns what the examples show as coming back without having been asked for. */
  List<JsonObject> notifications() {
    return lines().stream()
        .filter(line -> !line.sent())
        .map(line -> JsonObject.parse(line.text()))
        .filter(message -> message.has("method"))
        .toList();
  }

  /** Returns the keys that a table explains. */
  List<String> explained() {
    return ROW.matcher(text).results().map(row -> row.group(1)).toList();
  }
}
