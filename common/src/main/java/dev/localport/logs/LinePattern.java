package dev.localport.logs;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * A regular expression that is searched for in lines. It takes time in proportion to the line for
 * any pattern: Java's own engine goes back and tries again, and {@code (a+)+b} has more ways than a
 * daemon has time. RE2/J does not, so it knows no backreferences and no lookaround. Immutable.
 *
 * @see <a href="https://github.com/google/re2/wiki/Syntax">RE2's syntax</a>
 */
public final class LinePattern {
  /** The most characters of a pattern. */
  static final int MOST_CHARACTERS = 500;

  /**
   * The most characters of a pattern with the numbers in braces written out, as RE2/J does it: see
   * {@link PatternSize}. {@code ((a{1000}){1000}){1000}} would take more memory than there is, and
   * each instruction may take a step with each character of a line.
   */
  static final int MOST_WRITTEN_OUT = 1_000;

  /** Nothing is searched for after this many characters of a line. */
  private static final int MOST_OF_LINE = 64 << 10;

  private static final String UNOPENED = "unexpected )";

  private final Pattern pattern;

  private LinePattern(Pattern pattern) {
    this.pattern = pattern;
  }

  /**
   * Reads a pattern.
   *
   * @throws IllegalArgumentException in words for people, if it cannot be used
   */
  public static LinePattern of(String text) {
    if (text.length() > MOST_CHARACTERS) {
      throw new IllegalArgumentException(
          "the pattern has %d characters; the maximum is %d"
              .formatted(text.length(), MOST_CHARACTERS));
    }
    if (PatternSize.of(text) > MOST_WRITTEN_OUT) {
      throw new IllegalArgumentException(
          "the pattern is too large: with its {} expanded, it may have %d characters at most"
              .formatted(MOST_WRITTEN_OUT));
    }
    try {
      return new LinePattern(Pattern.compile(text));
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "invalid pattern \"%s\": %s".formatted(text, reason(e, text)), e);
    }
  }

  private static String reason(PatternSyntaxException e, String text) {
    String why = words(e.getDescription());
    return why.equals(UNOPENED) || e.getPattern().isEmpty() || e.getPattern().equals(text)
        ? why
        : why + ": " + e.getPattern();
  }

  private static String words(String description) {
    return switch (description) {
      case "missing closing ]" -> "[ is not closed";
      case "missing closing )" -> "( is not closed";
      case "missing argument to repetition operator" -> "nothing to repeat";
      case "invalid nested repetition operator" -> "two repetitions in a row";
      case "invalid repeat count" -> "invalid number of repetitions";
      case "invalid character class range" -> "invalid range";
      case "invalid named capture" -> "invalid name of a group";
      case "invalid or unsupported Perl syntax" ->
          "look-around and (?…) like this are not supported";
      case "invalid escape sequence" -> "unknown escape";
      case "trailing backslash at end of expression" -> "nothing after the last backslash";
      default -> // an internal error of RE2/J is a parenthesis that was never opened
          description.contains("internal error") ? UNOPENED : "not a regular expression";
    };
  }

  /** Returns whether a line has it. */
  public boolean isIn(String line) {
    return pattern.matcher(line.substring(0, Math.min(line.length(), MOST_OF_LINE))).find();
  }
}
