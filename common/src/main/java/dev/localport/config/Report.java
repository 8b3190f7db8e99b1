package dev.localport.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Gathers the problems of one file while it is read.
 *
 * <p>Keeps a bounded number of each severity: a file full of mistakes must still fit into one
 * answer. Belongs to one read, so to one thread.
 */
final class Report {
  /** How many problems of one severity are kept; the rest is told in one line. */
  static final int MOST = 100;

  private static final Comparator<Problem> BY_POSITION =
      Comparator.<Problem>comparingInt(problem -> problem.at().line())
          .thenComparingInt(problem -> problem.at().column());

  private final String file;
  private final boolean strict;
  private final List<Problem> errors = new ArrayList<>();
  private final List<Problem> warnings = new ArrayList<>();

  Report(String file, boolean strict) {
    this.file = file;
    this.strict = strict;
  }

  Place start() {
    return new Place(file, 1, 1);
  }

  Place at(Mark mark) {
    return new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
  }

  /** Returns where a node begins; all of ours have marks, since the parser is asked for them. */
  Place at(Node node) {
    return node.getStartMark().map(this::at).orElseGet(this::start);
  }

  void error(Place at, String path, String wrong, String right) {
    add(errors, new Problem(at, path, wrong, right, Severity.ERROR));
  }

  void warning(Place at, String path, String wrong, String right) {
    add(warnings, new Problem(at, path, wrong, right, Severity.WARNING));
  }

  /** Tells of something that only a strict reading refuses. */
  void doubt(Place at, String path, String wrong, String right) {
    if (strict) {
      error(at, path, wrong, right);
    } else {
      warning(at, path, wrong, right);
    }
  }

  private static void add(List<Problem> problems, Problem problem) {
    if (problems.size() < MOST) {
      problems.add(problem);
    } else if (problems.size() == MOST) {
      problems.add(
          new Problem(
              problem.at(), "", "more follow than are shown", "mend these", problem.severity()));
    }
  }

  boolean hasErrors() {
    return !errors.isEmpty();
  }

  /** Returns everything in the file's order. */
  List<Problem> problems() {
    List<Problem> all = new ArrayList<>(errors);
    all.addAll(warnings);
    all.sort(BY_POSITION);
    return all;
  }
}
