package dev.localport.daemon.services;

import dev.localport.config.form.Problem;
import java.util.List;

/** A configuration that cannot be taken: nothing of it is, and what ran continues. */
public final class LoadException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  private LoadException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  /** Refuses for what the reader of the file found. */
  static LoadException of(List<Problem> problems) {
    return new LoadException(problems.stream().map(Problem::toString).toList());
  }

  /** Refuses a file that says what only a trusted file may say. */
  static LoadException untrusted(List<Problem> sensitive, String file) {
    return new LoadException(
        sensitive.stream()
            .map(place ->
                "%s, and this file is not trusted; review it, then: localport config trust %s"
                    .formatted(place, file))
            .toList());
  }

  /** Refuses for one reason. */
  static LoadException of(String problem) {
    return new LoadException(List.of(problem));
  }

  /** Returns what is wrong, a line each. */
  public List<String> problems() {
    return problems;
  }
}
