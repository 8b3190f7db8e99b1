package dev.localport.cli.render;

import dev.localport.api.Durations;
import dev.localport.api.TestReply;
import dev.localport.api.TestReply.TestStep;
import java.util.ArrayList;
import java.util.List;

/** The steps of {@code test}, one a line, with their times in a column: {@code -} for none. */
public final class TestSteps {
  private TestSteps() {}

  /** Returns {@code ✓ resolve 12.3 ms service/web → pod web-1 port 8080} for each step. */
  public static List<String> lines(TestReply reply) {
    int names = 0;
    int times = 0;
    for (TestStep step : reply.steps()) {
      names = Math.max(names, OneLine.width(step.what()));
      times = Math.max(times, time(step).length());
    }
    List<String> lines = new ArrayList<>();
    for (TestStep step : reply.steps()) {
      lines.add(line(step, names, times));
    }
    return lines;
  }

  private static String line(TestStep step, int names, int times) {
    String time = time(step);
    String text = step.failure() == null ? step.detail() : step.failure().message();
    return (step.failure() == null ? "✓ " : "✗ ")
        + step.what()
        + " ".repeat(names - OneLine.width(step.what()) + 2 + times - time.length())
        + time
        + "  "
        + OneLine.plain(text);
  }

  private static String time(TestStep step) {
    return step.millis() == null ? "-" : Durations.millis(step.millis());
  }
}
