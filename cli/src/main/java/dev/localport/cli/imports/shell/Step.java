package dev.localport.cli.imports.shell;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A command of a script, or several that belong together. */
sealed interface Step {
  /**
   * One command with its words.
   *
   * @param isConditional whether it runs only if a test before it says so
   * @param isFed whether another command's output is its input
   */
  record Simple(List<Token> words, boolean isConditional, boolean isFed) implements Step {}

  /**
   * The same commands for each of some words.
   *
   * @param items null: the arguments of the script or function
   */
  record Loop(String variable, @Nullable List<Token> items, List<Step> body) implements Step {}

  /**
   * Some of these, as a condition decides: {@code if}, {@code case}, {@code while}.
   *
   * @param isComplete whether one of them is run in any case
   */
  record Branches(List<Step> condition, List<List<Step>> branches, boolean isComplete)
      implements Step {}

  /** Commands in parentheses: what they set ends with them. */
  record Subshell(List<Step> body) implements Step {}

  /** Commands in braces. */
  record Block(List<Step> body) implements Step {}

  /** A function, which may be called later. */
  record Function(String name, int line, List<Step> body) implements Step {}
}
