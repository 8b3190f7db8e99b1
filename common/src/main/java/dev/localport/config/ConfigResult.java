package dev.localport.config;

import dev.localport.config.form.Problem;
import java.util.List;

/** What became of a text: records to run, or everything that must be fixed first. */
public sealed interface ConfigResult {
  /** The file can be used. */
  record Loaded(ConfigFile config) implements ConfigResult {}

  /**
   * The file cannot be used.
   *
   * @param problems errors and warnings in the file's order, at least one of them an error
   */
  record Refused(List<Problem> problems) implements ConfigResult {
    /** Copies the list, so that a result never changes. */
    public Refused {
      problems = List.copyOf(problems);
    }
  }
}
