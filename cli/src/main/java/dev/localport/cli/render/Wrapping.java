package dev.localport.cli.render;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Breaks a text into lines between its words; a number and its unit are one word. */
public final class Wrapping {
  private static final Pattern UNIT = Pattern.compile("\\d (?:ms|s|[kMG]i?B)\\b.*", Pattern.DOTALL);

  private Wrapping() {}

  /**
   * Returns the lines, one at least; a word that is longer than a line is broken, too.
   *
   * @param front of the first line
   * @param indent of the others
   * @param width how many characters a line may have
   */
  public static List<String> lines(String front, String text, String indent, int width) {
    List<String> lines = new ArrayList<>();
    String begin = front;
    String rest = text;
    int room = Math.max(1, width - OneLine.width(begin));
    while (OneLine.width(rest) > room) {
      int most = Math.max(rest.offsetByCodePoints(0, 1), OneLine.first(rest, room).length());
      int blank = blank(rest, most);
      int end = blank > 0 ? blank : most;
      lines.add((begin + rest.substring(0, end)).stripTrailing());
      rest = rest.substring(end).stripLeading();
      begin = indent;
      room = Math.max(1, width - OneLine.width(begin));
    }
    lines.add(begin + rest);
    return lines;
  }

  /** Returns the last blank to break at, at {@code most} or before it; negative: none. */
  private static int blank(String text, int most) {
    int blank = text.lastIndexOf(' ', most);
    boolean isBeforeUnit =
        blank > 0 && UNIT.matcher(text).region(blank - 1, text.length()).matches();
    return isBeforeUnit ? text.lastIndexOf(' ', blank - 1) : blank;
  }
}
