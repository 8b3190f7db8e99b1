package dev.localport.cli.render;

import dev.localport.api.Steering;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Everything that is printed passes here, and what steers a terminal does not: the text may be that
 * of a server, a pod, a file or a log, and the terminal is the user's. Each such character becomes
 * a blank; tabs stay.
 */
final class Printed {
  private static final char ESCAPE = '\u001b';
  private static final String BLANK = " ";

  private Printed() {}

  /** Returns the text on one line: a line end within it would make another. */
  static String line(String text) {
    return Steering.replaced(text, "\t", _ -> BLANK);
  }

  /** Returns lines as {@link #line}, one below the other. */
  static String plain(List<String> lines) {
    return lines.stream().map(Printed::line).collect(Collectors.joining("\n"));
  }

  /** Returns a text of several lines. */
  static String text(String text) {
    return Steering.replaced(text, "\t\n", _ -> BLANK);
  }

  /** Returns one line of a table or a screen, which keeps the colors of {@link Colour}. */
  static String painted(String line) {
    StringBuilder result = new StringBuilder();
    int from = 0;
    int escape = line.indexOf(ESCAPE);
    while (escape >= 0) {
      int code = Colour.codeAt(line, escape);
      if (code > 0) {
        result.append(line(line.substring(from, escape))).append(line, escape, escape + code);
        from = escape + code;
      }
      escape = line.indexOf(ESCAPE, escape + 1);
    }
    return result.append(line(line.substring(from))).toString();
  }

  /** Returns lines as {@link #painted}, one below the other. */
  static String painted(List<String> lines) {
    return lines.stream().map(Printed::painted).collect(Collectors.joining("\n"));
  }

  /**
   * Returns JSON with escapes in place of what JSON allows in a text and a terminal obeys, so that
   * a parser reads the same as before.
   */
  static String json(String json) {
    return Steering.replaced(json, "\t\r\n", Steering::escape); // those stand between the texts
  }
}
