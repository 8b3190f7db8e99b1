package dev.localport.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.api.TestReply;
import dev.localport.api.TestReply.TestStep;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The steps of a test on a narrow terminal. */
class TestStepsTest {
  @Test
  void aLongStepIsWrappedBelowItsText() {
    TestReply reply =
        new TestReply(
            "web",
            List.of(
                new TestStep("ping", 0.8, "answered", null),
                new TestStep(
                    "connect",
                    5.0,
                    "",
                    new Failure(
                        FailureKind.SESSION,
                        "nothing listens on port 9999 in pod web-1; pod web-1 declares 8080"))));

    List<String> lines =
        new TestSteps(50)
            .lines(reply).stream().map(line -> line.replaceAll("\u001b\\[\\d*m", "")).toList();

    assertThat(lines)
        .containsExactly(
            "✓ ping     0.8 ms  answered",
            "✗ connect  5.0 ms  nothing listens on port 9999 in",
            "                   pod web-1; pod web-1 declares",
            "                   8080");
  }
}
