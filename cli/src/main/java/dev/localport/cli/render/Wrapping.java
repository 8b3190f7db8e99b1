package dev.localport.cli.render;

import java.util.ArrayList;
import java.util.List;

/** Breaks a text into lines between its words. */
public final class Wrapping {
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
      int blank = rest.lastIndexOf(' ', most);
      int end = blank > 0 ? blank : most;
      lines.add((begin + rest.substring(0, end)).stripTrailing());
      rest = rest.substring(end).stripLeading();
      begin = indent;
      room = Math.max(1, width - OneLine.width(begin));
    }
    lines.add(begin + rest);
    return lines;
  }
}
