package dev.localport.cli.render;

import dev.localport.api.Durations;
import dev.localport.api.TestReply;
import dev.localport.api.TestReply.TestStep;
import java.util.ArrayList;
import java.util.List;

/**
 * The steps of {@code test}, one below the other, with their times in a column: {@code -} for none.
 *
 * @param columns how wide a line may be; 0: any
 */
public record TestSteps(int columns) {
  /** Returns {@code ✓ resolve 12.3 ms service/web → pod web-1 port 8080} for each step. */
  public List<String> lines(TestReply reply) {
    int names = 0;
    int times = 0;
    for (TestStep step : reply.steps()) {
      names = Math.max(names, OneLine.width(step.what()));
      times = Math.max(times, time(step).length());
    }
    List<String> lines = new ArrayList<>();
    for (TestStep step : reply.steps()) {
      add(lines, step, names, times);
    }
    return lines;
  }

  private void add(List<String> lines, TestStep step, int names, int times) {
    String time = time(step);
    String text = step.failure() == null ? step.detail() : step.failure().message();
    String front =
        step.what()
            + " ".repeat(names - OneLine.width(step.what()) + 2 + times - time.length())
            + time
            + "  ";
    String sign = step.failure() == null ? Colour.GREEN.paint("✓") : Colour.RED.paint("✗");
    boolean isFirst = true;
    for (String line : wrapped(front, OneLine.plain(text))) {
      lines.add((isFirst ? sign : " ") + " " + line);
      isFirst = false;
    }
  }

  /* The sign and its blank stand before each line. */
  private List<String> wrapped(String front, String text) {
    return columns == 0
        ? List.of(front + text)
        : Wrapping.lines(front, text, " ".repeat(OneLine.width(front)), columns - 2);
  }

  private static String time(TestStep step) {
    return step.millis() == null ? "-" : Durations.millis(step.millis());
  }
}
