package dev.localport.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.re2j.PatternSyntaxException;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinePatternTest {
  private static final List<String> LINES =
      List.of(
          "",
          "a",
          "b",
          "ab",
          "aab",
          "abab",
          "web-1 is in CrashLoopBackOff",
          "2026-01-31T08:00:00.125Z WARN  suspended service=\"web\" why=\"10.0.0.7:6443 (1)\"",
          "tab\there",
          "a.b|c*d",
          "{\"key\": {1}}",
          "ÄÖ straße",
          "aaaaaaaaaaaaaaaaaaaa");

  private static final List<String> PARTS =
      List.of(
          "a",
          "(",
          ")",
          "(",
          ")",
          "(?:",
          "(?i)",
          "|",
          "[",
          "]",
          "^",
          "[:alpha:]",
          "[^a]",
          "\\",
          "\\d",
          "\\pL",
          "\\p{Greek}",
          "\\x{20}",
          "\\Q",
          "\\E",
          "*",
          "+",
          "?",
          "{3}",
          "{0,4}",
          "{2,}",
          "{9}",
          "{",
          "}",
          ".",
          "-",
          "$",
          "()");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "web",
        "a*b",
        "^a+b$",
        "^$",
        "(a|b)+$",
        "(?:ab){2}",
        "a{2,}",
        "a{1,3}b",
        "^a{20}$",
        "^a{3,19}$",
        "a?b",
        "a??b+?",
        "[0-9]+\\.[0-9]+",
        "[^a-z]",
        "[]a]b",
        "[a\\]-]b",
        "\\bweb\\b",
        "\\Bash",
        "service=\"(web|db)\"",
        "WARN|ERROR",
        "\\d{4}-\\d\\d",
        "\\w+\\s\\W*",
        "\\D\\S\\.",
        "\\.\\|\\*",
        "(?i)warn .*WHY",
        "(?i)[A-C]rash",
        "\\t",
        "(a*)*b",
        "(|a)+b",
        "()",
        "x|",
        ".",
        "tra.e$",
        "\\{1\\}"
      })
  void findsWhatJavaFinds(String text) {
    LinePattern pattern = LinePattern.of(text);
    Pattern java = Pattern.compile(text);

    for (String line : LINES) {
      assertThat(pattern.isIn(line))
          .as("%s in %s", text, line)
          .isEqualTo(java.matcher(line).find());
    }
  }

  @Test
  void bracesWithoutNumbersStandForThemselves() {
    assertThat(LinePattern.of("{\"key\": {").isIn("{\"key\": {1}}")).isTrue();
    assertThat(LinePattern.of("{x}}?$").isIn("a {x}")).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          a[bc     ~ [ is not closed: [bc
          (a       ~ ( is not closed
          a)       ~ unexpected )
          *a       ~ nothing to repeat: *
          (?=a)    ~ look-around and (?…) like this are not supported: (?=
          (a)\\1   ~ unknown escape: \\1
          a\\      ~ nothing after the last backslash
          [z-a]    ~ invalid range: z-a
          a{3,2}   ~ invalid number of repetitions: {3,2}
          a**      ~ two repetitions in a row: **
          (?P<a    ~ invalid name of a group
          """)
  void aMistakeIsExplained(String text, String why) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LinePattern.of(text))
        .withMessage("invalid pattern \"%s\": %s".formatted(text, why));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(?:(?:(?:){1000}){1000}){1000}",
        "(a{1000}){1000}",
        "((a{9}){9}){10}",
        "([[:alpha:](]a{99}){99}",
        "([](]a{99}){99}",
        "([^](]a{99}){99}",
        "([\\](]a{99}){99}",
        "(\\(a{99}){99}",
        "(\\Q(\\Ea{99}){99}",
        "(\\x{28}a{99}){99}",
        "a{99}(?i){99}",
        "a{99}\\Q\\E{99}",
        "a{0,999}",
        "a{1000,}"
      })
  @Timeout(60)
  void aPatternThatRepeatsTooMuchIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LinePattern.of(text))
        .withMessage(
            "the pattern is too large: with its {} expanded, it may have 1000 characters at most");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          [0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12} ~ id=123e4567-e89b-12d3-a456-426614174000
          \\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2} ~ at 2026-01-31T08:00:00Z
          (\\d{1,3}\\.){3}\\d{1,3}:\\d{1,5} ~ to 10.96.12.7:6443
          a{1000} ~ aaaa
          .{0,400}x ~ x
          [{1000}] ~ 0
          \\x{1000} ~ \u1000
          """)
  void everydayPatternsAreAccepted(String text, String line) {
    assertThat(LinePattern.of(text).isIn(line))
        .isEqualTo(Pattern.compile(text).matcher(line).find());
  }

  /* Whatever is accepted is small for RE2/J, also where the pattern is read in another way. */
  @Test
  void whatIsAcceptedIsAShortProgram() {
    int accepted = 0;
    for (int seed = 0; seed < 20_000; seed++) {
      String text = random(new Random(seed));
      if (PatternSize.of(text) <= LinePattern.MOST_WRITTEN_OUT && isPattern(text)) {
        accepted++;
        assertThat(com.google.re2j.Pattern.compile(text).programSize())
            .as("seed %d: %s", seed, text)
            .isLessThanOrEqualTo(2 * (int) PatternSize.of(text) + 3); // begin, end and failure
      }
    }
    assertThat(accepted).isGreaterThan(1_000);
  }

  private static String random(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(1, 16); i > 0; i--) {
      text.append(PARTS.get(random.nextInt(PARTS.size())));
    }
    return text.toString();
  }

  private static boolean isPattern(String text) {
    try {
      return com.google.re2j.Pattern.compile(text).programSize() > 0;
    } catch (PatternSyntaxException _) {
      return false;
    }
  }

  @Test
  void whatIsTooLongIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LinePattern.of("a".repeat(501)))
        .withMessage("the pattern has 501 characters; the maximum is 500");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"(a+)+b", "(a|aa)+$b", "(a*)*b", "^(([a-z])+.)+[A-Z]([a-z])+$", "(.*.*)*x"})
  @Timeout(60)
  void aPatternThatJavaWouldNeedYearsForIsQuick(String text) {
    LinePattern pattern = LinePattern.of(text);

    assertThat(pattern.isIn("a".repeat(60_000))).isFalse();
  }
}
