package dev.localport.logs;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * A regular expression that is searched for in lines. It takes time in proportion to the line,
 * whatever the pattern is: Java's own engine goes back and tries again, and {@code (a+)+b} has more
 * ways than a daemon has time. RE2/J does not, so it knows no backreferences and no lookaround.
 * Immutable.
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
          "a pattern of %d characters is too long; use %d at most"
              .formatted(text.length(), MOST_CHARACTERS));
    }
    if (PatternSize.of(text) > MOST_WRITTEN_OUT) {
      throw new IllegalArgumentException(
          "the pattern repeats too much; with its {} written out it may have %d characters at most"
              .formatted(MOST_WRITTEN_OUT));
    }
    try {
      return new LinePattern(Pattern.compile(text));
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "invalid pattern \"%s\": %s".formatted(text, reason(e, text)), e);
    }
  }

  /* RE2/J calls a parenthesis that was never opened an internal error. */
  private static String reason(PatternSyntaxException e, String text) {
    if (e.getDescription().contains("internal error")) {
      return "unexpected )";
    }
    return e.getPattern().isEmpty() || e.getPattern().equals(text)
        ? e.getDescription()
        : e.getDescription() + ": " + e.getPattern();
  }

  /** Tells whether a line has it. */
  public boolean isIn(String line) {
    return pattern.matcher(line.substring(0, Math.min(line.length(), MOST_OF_LINE))).find();
  }
}
