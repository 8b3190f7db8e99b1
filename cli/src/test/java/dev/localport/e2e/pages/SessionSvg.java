package dev.localport.e2e.pages;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Draws a recording as one SVG that moves by CSS alone: its frames stand below each other on a
 * strip, which jumps from one to the next. A line that several frames have is drawn once. The
 * window is dark and opaque, so the page around it may be light or dark. Where the reader prefers
 * less motion, it stands still at the frame of the title picture.
 */
final class SessionSvg {
  private static final double CELL = 8.4;
  private static final int LINE = 18;
  private static final int MARGIN = 14;
  private static final int BAR = 28;

  private static final String STYLE =
      """
      .w{fill:#161b22;stroke:#57606a}
      text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;\
      fill:#d0d7de;white-space:pre}
      .b{font-weight:bold}.d{opacity:.62}
      .c0{fill:#161b22}.c1,.c9{fill:#ff7b72}.c2,.c10{fill:#56d364}.c3,.c11{fill:#e3b341}
      .c4,.c12{fill:#79c0ff}.c6,.c14{fill:#76e3ea}.c8{fill:#8b949e}.c15{fill:#fff}.c208{fill:#ffa657}
      .on-1{fill:#8e1519}.on-4,.on-12{fill:#1f4f8f}.on-6{fill:#1b4b52}.on-15{fill:#d0d7de}
      """;

  private final int columns;
  private final int rows;
  private final Map<String, Integer> lines = new LinkedHashMap<>();

  SessionSvg(int columns, int rows) {
    this.columns = columns;
    this.rows = rows;
  }

  /**
   * Returns the picture.
   *
   * @param title what it is, for those who do not see it
   * @param still the frame to show where nothing shall move
   */
  String draw(String title, Recording recording, int still) {
    List<Recording.Frame> frames = recording.frames();
    StringBuilder strip = new StringBuilder();
    for (int i = 0; i < frames.size(); i++) {
      strip.append(frame(i, frames.get(i)));
    }
    int width = (int) Math.ceil(columns * CELL) + 2 * MARGIN;
    int height = rows * LINE + BAR + MARGIN;
    return """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" role="img" aria-labelledby="t">
    <title id="t">%3$s</title>
    <style>
    %4$s%5$s</style>
    <defs>
    %6$s</defs>
    <rect class="w" x=".5" y=".5" width="%7$d" height="%8$d" rx="8"/>
    <circle cx="18" cy="15" r="5" fill="#ff7b72"/><circle cx="36" cy="15" r="5" fill="#e3b341"/><circle cx="54" cy="15" r="5" fill="#56d364"/>
    <svg x="%9$d" y="%10$d" width="%11$d" height="%12$d" overflow="hidden">
    <g class="s">
    %13$s</g>
    </svg>
    </svg>
    """
        .formatted(
            width,
            height,
            escaped(title),
            STYLE,
            motion(frames, still),
            definitions(),
            width - 1,
            height - 1,
            MARGIN,
            BAR,
            width - 2 * MARGIN,
            rows * LINE,
            strip);
  }

  private String frame(int number, Recording.Frame frame) {
    StringBuilder uses = new StringBuilder();
    for (int row = 0; row < Math.min(rows, frame.rows().size()); row++) {
      String line = frame.rows().get(row);
      if (!Run.of(line).isEmpty()) {
        int id = lines.computeIfAbsent(line, _ -> lines.size());
        int y = (number * rows + row) * LINE;
        uses.append("<use href=\"#r%d\" y=\"%d\"/>".formatted(id, y));
      }
    }
    return uses.append('\n').toString();
  }

  private String definitions() {
    StringBuilder definitions = new StringBuilder();
    lines.forEach((line, id) -> {
      definitions.append("<g id=\"r%d\">".formatted(id));
      Run.of(line).forEach(run -> definitions.append(drawn(run)));
      definitions.append("</g>\n");
    });
    return definitions.toString();
  }

  private static String drawn(Run run) {
    double x = run.column() * CELL;
    double width = run.text().codePointCount(0, run.text().length()) * CELL;
    if (run.text().isBlank()) {
      return String.format(
          Locale.ROOT,
          "<rect class=\"%s\" x=\"%.1f\" width=\"%.1f\" height=\"%d\"/>",
          run.style(),
          x,
          width,
          LINE);
    }
    return String.format(
        Locale.ROOT,
        "<text%s x=\"%.1f\" y=\"14\" textLength=\"%.1f\">%s</text>",
        run.style().isEmpty() ? "" : " class=\"" + run.style() + "\"",
        x,
        width,
        escaped(run.text()));
  }

  private String motion(List<Recording.Frame> frames, int still) {
    long whole = frames.stream().mapToLong(Recording.Frame::millis).sum();
    StringBuilder steps = new StringBuilder("@keyframes s{");
    long at = 0;
    for (int i = 0; i < frames.size(); i++) {
      steps.append(
          String.format(
              Locale.ROOT,
              "%.3f%%{transform:translateY(%dpx)}",
              100.0 * at / whole,
              -i * rows * LINE));
      at += frames.get(i).millis();
    }
    return steps.append("}\n")
        + String.format(Locale.ROOT, ".s{animation:s %.1fs step-end infinite}\n", whole / 1000.0)
        + String.format(
            Locale.ROOT,
            "@media (prefers-reduced-motion:reduce){.s{animation:none;transform:translateY(%dpx)}}\n",
            -still * rows * LINE);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
