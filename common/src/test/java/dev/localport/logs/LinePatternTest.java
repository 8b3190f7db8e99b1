package dev.localport.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
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
          a[bc     ~ missing closing ]: [bc
          (a       ~ missing closing )
          a)       ~ unexpected )
          *a       ~ missing argument to repetition operator: *
          (?=a)    ~ invalid or unsupported Perl syntax: (?=
          (a)\\1   ~ invalid escape sequence: \\1
          a\\      ~ trailing backslash at end of expression
          [z-a]    ~ invalid character class range: z-a
          a{3,2}   ~ invalid repeat count: {3,2}
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
        "((a{9}){9}){2}",
        "a{0,101}",
        "a{101,}"
      })
  @Timeout(60)
  void aPatternThatRepeatsTooMuchIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LinePattern.of(text))
        .withMessage("the pattern repeats too much; the numbers in {} may multiply to 100 at most");
  }

  @Test
  void whatIsTooLongIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LinePattern.of("a".repeat(501)))
        .withMessage("a pattern of 501 characters is too long; use 500 at most");
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
