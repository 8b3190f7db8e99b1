package dev.localport.config.form;

import java.util.Comparator;

/**
 * One mistake: prints as {@code file:line:column: path: what is wrong; what would be right}.
 *
 * @param path the keys that lead to the value, as in {@code services[2].local_port}; empty for the
 *     whole file
 * @param right what to write instead; empty where {@code wrong} says all
 */
public record Problem(Place at, String path, String wrong, String right, Severity severity) {
  /** The order of a file; one file after the other. */
  public static final Comparator<Problem> BY_POSITION =
      Comparator.<Problem, String>comparing(problem -> problem.at().file())
          .thenComparingInt(problem -> problem.at().line())
          .thenComparingInt(problem -> problem.at().column());

  @Override
  public String toString() {
    String where = path.isEmpty() ? at + ": " : at + ": " + path + ": ";
    return right.isEmpty() ? where + wrong : where + wrong + "; " + right;
  }
}
