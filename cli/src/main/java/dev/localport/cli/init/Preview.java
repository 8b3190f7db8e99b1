package dev.localport.cli.init;

import java.util.ArrayList;
import java.util.List;

/**
 * What is to be written, and as much of its beginning as a terminal has rows for: a question below
 * a text that scrolled away is about nothing that can be seen.
 *
 * @param lines all of it
 */
public record Preview(List<String> lines) {
  /** Copies the list, so that it never changes. */
  public Preview {
    lines = List.copyOf(lines);
  }

  /**
   * Returns whether all of it fits.
   *
   * @param rows what the terminal has for it
   * @param columns of the terminal
   */
  public boolean fits(int rows, int columns) {
    return rows(lines, columns) <= rows;
  }

  private static int rows(List<String> lines, int columns) {
    return lines.stream().mapToInt(line -> Math.ceilDiv(Math.max(1, line.length()), columns)).sum();
  }

  /** Returns whole services as long as they fit, at least a line, and how much more there is. */
  public List<String> head(int rows, int columns) {
    int room = rows - 1; // for the last line
    int end = 1;
    int whole = 0;
    while (end < lines.size() && rows(lines.subList(0, end + 1), columns) <= room) {
      end++;
      if (end < lines.size() && lines.get(end).isEmpty()) {
        whole = end;
      }
    }
    int shown = services(lines.subList(0, whole)) > 0 ? whole : end;
    List<String> rest = lines.subList(shown, lines.size());
    List<String> head = new ArrayList<>(lines.subList(0, shown));
    head.add("... %d more lines, with %s".formatted(rest.size(), counted(services(rest))));
    return head;
  }

  private static long services(List<String> lines) {
    return lines.stream().filter(line -> line.strip().startsWith("- name: ")).count();
  }

  private static String counted(long services) {
    return services == 1 ? "1 service" : services + " services";
  }

  /** Returns the lines as one text, with a line end behind each. */
  public static String text(List<String> lines) {
    return String.join("\n", lines) + "\n";
  }
}
