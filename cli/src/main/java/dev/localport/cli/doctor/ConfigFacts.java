package dev.localport.cli.doctor;

import java.util.List;

/**
 * How the user's configuration file is.
 *
 * @param state what became of reading it
 * @param label what the user calls it
 * @param problems what is wrong, or why it is not trusted, or doubtful, a line each
 * @param services how many it has
 */
public record ConfigFacts(State state, String label, List<String> problems, int services) {
  /** What became of reading it. */
  public enum State {
    /** It can be used. */
    USABLE,
    /** There is none, and none was named. */
    NONE,
    /** The one that was named is not there, or cannot be read. */
    UNREADABLE,
    /** It has mistakes. */
    INVALID,
    /** It was found in the current folder, and says what needs trust. */
    UNTRUSTED
  }

  /** Copies the list, so that facts never change. */
  public ConfigFacts {
    problems = List.copyOf(problems);
  }
}
