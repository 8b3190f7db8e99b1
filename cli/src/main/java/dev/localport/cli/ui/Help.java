package dev.localport.cli.ui;

import dev.localport.cli.render.Wrapping;
import java.util.ArrayList;
import java.util.List;

/** What the keys do, for people. */
final class Help {
  private record Row(String front, String text) {}

  private static final List<Row> ROWS =
      List.of(
          new Row("↑ ↓ or k j", "select a service, or scroll"),
          new Row("PgUp PgDn", "a screen up or down"),
          new Row("Home End, g G", "to the beginning, to the end"),
          new Row("Enter", "details: why it is in its state, connections, events, log"),
          new Row("l", "its log, followed at the end"),
          new Row("Esc", "close what is open, else clear the filter"),
          new Row("/", "filter by name, target, context, state or tag"),
          new Row("o", "sort by state, name or open connections"),
          new Row("s", "start; asks first in production"),
          new Row("x", "stop; asks first"),
          new Row("r", "restart; asks first"),
          new Row("c", "reconnect now, skipping any backoff"),
          new Row("y", "copy the local address, if your terminal allows it"),
          new Row("t", "light or dark theme"),
          new Row("Ctrl-Z", "back to the shell; fg continues"),
          new Row("q, Ctrl-C", "quit; services keep running"),
          new Row("", ""),
          new Row("●", "works"),
          new Row("◐", "works in part: unhealthy, refused, slow"),
          new Row("◌", "needs something first, or failed"),
          new Row("○", "connecting, idle or stopped"));

  private Help() {}

  /** Returns the lines, no longer than this. */
  static List<String> lines(int columns) {
    List<String> lines = new ArrayList<>();
    String indent = " ".repeat(columns < 60 ? 4 : 18);
    for (Row row : ROWS) {
      String front = "  " + row.front() + "  ";
      String padded = front + " ".repeat(Math.max(0, indent.length() - front.length()));
      lines.addAll(Wrapping.lines(padded, row.text(), indent, columns));
    }
    return lines;
  }
}
