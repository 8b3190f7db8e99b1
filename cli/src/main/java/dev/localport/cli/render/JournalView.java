package dev.localport.cli.render;

import dev.localport.api.JournalEntry;
import dev.localport.rpc.JsonObject;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;

/**
 * What {@code events} prints.
 *
 * @param output in its format
 * @param zone the user's, for the times of day
 */
public record JournalView(Output output, ZoneId zone) {
  /* Wide enough for most names: lines that come one by one stand below each other. */
  private static final int NAME_WIDTH = 12;

  /* Where there is less, the cause stands behind what happened. */
  private static final int TWO_COLUMNS_WIDTH = 140;

  /** Prints them all: as a table, or as one object. */
  public void print(List<JournalEntry> entries, Instant now) {
    if (output.isJson()) {
      List<JsonObject> events = entries.stream().map(JournalView::json).toList();
      output.result(JsonObject.builder().put("events", events).build());
    } else if (!entries.isEmpty()) {
      output.painted(lines(entries, now));
    }
  }

  private List<String> lines(List<JournalEntry> entries, Instant now) {
    boolean isWide = output.format() == OutputFormat.WIDE;
    boolean several =
        entries.stream().map(JournalEntry::context).filter(Objects::nonNull).distinct().count() > 1;
    boolean isNarrow = output.format() == OutputFormat.TABLE && output.columns() > 0;
    Table table =
        new JournalTable(
                new EventTimes(now, zone),
                isWide || several,
                isNarrow && output.columns() < TWO_COLUMNS_WIDTH)
            .table(entries);
    return output.format() == OutputFormat.TEXT
        ? table.blocks()
        : table.lines(output.columns(), output.colours());
  }

  /** Prints one that has just come, on a line. */
  public void print(JournalEntry entry, Instant now) {
    if (output.isJson()) {
      output.line(json(entry));
    } else {
      output.painted(List.of(line(entry, now)));
    }
  }

  private String line(JournalEntry entry, Instant now) {
    String time = new EventTimes(now, zone).show(entry.at());
    String name = Objects.requireNonNullElse(entry.service(), Table.NONE);
    String front = "%s  %s  ".formatted(time, padded(OneLine.plain(name)));
    String rest = OneLine.plain(EventWords.whatAndWhy(entry));
    int columns = output.format() == OutputFormat.TABLE ? output.columns() : 0;
    int room = columns > 0 ? Math.max(1, columns - OneLine.width(front)) : Integer.MAX_VALUE;
    String shown = OneLine.cut(rest, room);
    return front + (output.colours() ? JournalTable.colour(entry).paint(shown) : shown);
  }

  private static String padded(String name) {
    return name + " ".repeat(Math.max(0, NAME_WIDTH - OneLine.width(name)));
  }

  /* Programs rely on these keys: they are there, whatever happened. */
  private static JsonObject json(JournalEntry entry) {
    JsonObject.Builder all = JsonObject.builder();
    for (String key :
        List.of("sequence", "at", "type", "service", "context", "pod", "cause", "duration_ms")) {
      all.put(key, null);
    }
    return all.putAll(entry.toJson()).build();
  }
}
