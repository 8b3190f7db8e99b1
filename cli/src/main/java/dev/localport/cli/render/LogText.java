package dev.localport.cli.render;

import dev.localport.api.ClusterEvent;
import dev.localport.api.JournalEntry;
import dev.localport.logs.LogLine;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A log as a person reads it: the local time, a sign, the phrase and its values.
 *
 * @param service whose log it is, so that its lines need not name it; null: the daemon's
 * @param several whether it has events of several namespaces, which are named then
 * @param columns how wide a line may be; 0: any
 * @param colours whether phrases have the color of their sign
 */
record LogText(
    @Nullable String service, boolean several, int columns, boolean colours, EventTimes times) {
  private static final int INDENT = 12; // 19:30:05, a sign, and blanks
  private static final int LEAST_ROOM = 20;

  /** Returns the lines of an item. */
  List<String> lines(LogItem item) {
    String time = item.at() == null ? "" : times.show(item.at());
    return switch (item) {
      case LogItem.Line(LogLine line, List<String> more) -> {
        List<String> lines =
            new ArrayList<>(lines(time, LogSign.of(line), line.phrase(), values(line)));
        more.forEach(text -> lines.add("    " + OneLine.plain(text.replace("\t", "  "))));
        yield lines;
      }
      case LogItem.Event(JournalEntry entry) -> {
        boolean isOther = entry.service() != null && !entry.service().equals(service);
        String who = isOther ? entry.service() + ": " : "";
        LogSign sign = new LogSign("•", JournalTable.colour(entry));
        yield lines(time, sign, who + EventWords.whatAndWhy(entry), "");
      }
      case LogItem.Cluster(var seen) -> {
        ClusterEvent event = seen.event();
        LogSign sign = new LogSign("◆", event.isWarning() ? Colour.YELLOW : Colour.NONE);
        String often = event.count() > 1 ? " (%d times)".formatted(event.count()) : "";
        boolean isNamed = several && event.namespace() != null;
        String object = isNamed ? event.namespace() + "/" + event.object() : event.object();
        String what = "%s: %s %s:".formatted(seen.context(), object, event.reason());
        yield lines(time, sign, what, event.message().strip() + often);
      }
    };
  }

  private String values(LogLine line) {
    StringBuilder text = new StringBuilder();
    line.values()
        .forEach((key, value) -> {
          if (!key.equals("service") || !value.equals(service)) {
            boolean isWord = !value.isEmpty() && value.chars().noneMatch(c -> c == ' ' || c == '"');
            text.append(text.isEmpty() ? "" : " ")
                .append(key)
                .append('=')
                .append(isWord ? value : '"' + value + '"');
          }
        });
    return text.toString();
  }

  /* A phrase with its values; what has no room goes on below, behind the time. */
  private List<String> lines(String time, LogSign sign, String phrase, String values) {
    String front = time.isEmpty() ? "" : "%s  %s ".formatted(time, sign.symbol());
    String text = OneLine.plain(phrase + (values.isEmpty() ? "" : "  " + values));
    int room = columns == 0 ? Integer.MAX_VALUE : Math.max(LEAST_ROOM, columns);
    List<String> lines = Wrapping.lines(front, text, " ".repeat(INDENT), room);
    String painted = colours ? sign.colour().paint(OneLine.plain(phrase)) : phrase;
    String first = lines.getFirst();
    int end = front.length() + OneLine.plain(phrase).length();
    if (colours && first.length() >= end) {
      lines.set(0, front + painted + first.substring(end));
    }
    return lines;
  }
}
