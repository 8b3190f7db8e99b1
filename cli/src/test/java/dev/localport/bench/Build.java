package dev.localport.bench;

import java.nio.file.Path;
import java.util.List;

/**
 * A build of LocalPort that is measured: this one, and where {@code bench.before} names the root of
 * another checkout that was packaged, that one beside it.
 *
 * @param program its name in the table
 * @param project the root of its checkout
 */
record Build(String program, Path project) {
  /** Returns all of them, beginning with the one before, where there is one. */
  static List<Build> all(Path root) {
    Build now = new Build(Line.OURS, root);
    String before = System.getProperty("bench.before", "");
    return before.isEmpty()
        ? List.of(now)
        : List.of(new Build(Line.BEFORE, Path.of(before).toAbsolutePath()), now);
  }
}
