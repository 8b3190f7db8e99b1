package dev.localport.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Explanation;
import dev.localport.api.Explanation.Finding;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An explanation as a person reads it. */
class ExplanationTextTest {
  private static final Instant NOW = Instant.parse("2026-01-31T18:30:00Z");
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static List<String> lines(int columns, Finding finding) {
    Explanation explanation = new Explanation("web", "web is suspended.", List.of(finding));
    return new ExplanationText(columns, NOW, BERLIN)
        .lines(explanation).stream().map(line -> line.replaceAll("\u001b\\[\\d*m", "")).toList();
  }

  @Test
  void timesAreThoseOfTheUsersClock() {
    Finding finding =
        new Finding(
            "The cluster does not answer.",
            List.of(
                "its last answer was at 2026-01-31T18:29:05.123456789Z, 3 failed probes since",
                "it began at 2026-01-30T22:59:59Z",
                "build 2026-99-99T99:99:99Z"),
            null);

    assertThat(lines(0, finding))
        .containsExactly(
            "web is suspended.",
            "",
            "1. The cluster does not answer.",
            "   - its last answer was at 19:29:05, 3 failed probes since",
            "   - it began at 2026-01-30 23:59:59",
            "   - build 2026-99-99T99:99:99Z");
  }

  @Test
  void linesAreWrappedAndACommandThatDoesNotFitIsNotBroken() {
    Finding finding =
        new Finding(
            "Container server of pod crasher keeps crashing.",
            List.of("it is waiting now: CrashLoopBackOff: back-off 5m0s restarting"),
            "To see its last log lines: kubectl -n shop logs crasher -c server --previous");

    assertThat(lines(40, finding))
        .containsExactly(
            "web is suspended.",
            "",
            "1. Container server of pod crasher keeps",
            "   crashing.",
            "   - it is waiting now:",
            "     CrashLoopBackOff: back-off 5m0s",
            "     restarting",
            "   → To see its last log lines:",
            "        kubectl -n shop logs crasher -c server --previous");
    assertThat(lines(120, finding))
        .contains(
            "   → To see its last log lines: kubectl -n shop logs crasher -c server --previous");
  }
}
