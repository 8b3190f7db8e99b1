package dev.localport.cli.render;

import dev.localport.api.ClusterEvent;
import dev.localport.api.JournalEntry;
import dev.localport.logs.LogLine;
import dev.localport.rpc.JsonObject;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What {@code logs} prints: for a person at a terminal the local time, a sign, the phrase and its
 * values; into a pipe the lines as they are in the file.
 *
 * @param output in its format
 * @param zone the user's
 * @param service whose log it is, so that its lines need not name it; null: the daemon's
 */
public record LogView(Output output, ZoneId zone, @Nullable String service) {
  private static final DateTimeFormatter RAW =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX", Locale.ROOT);
  private static final int INDENT = 12; // 19:30:05, a sign, and blanks
  private static final int LEAST_ROOM = 20;

  /** Prints them, one below the other; one of many as JSON is one line each. */
  public void print(List<LogItem> items, Instant now) {
    if (output.isJson()) {
      items.forEach(item -> output.line(item.toJson()));
    } else if (isForPerson()) {
      boolean several = areOfSeveralNamespaces(items);
      items.forEach(item -> output.painted(pretty(item, now, several)));
    } else {
      items.forEach(item -> output.result(raw(item)));
    }
  }

  /** Prints them all as one object. */
  public void printWhole(List<LogItem> items, boolean isTruncated, boolean withEvents) {
    JsonObject.Builder json =
        JsonObject.builder()
            .put(
                "lines",
                items.stream()
                    .filter(LogItem.Line.class::isInstance)
                    .flatMap(item -> ((LogItem.Line) item).texts().stream())
                    .toList())
            .put("truncated", isTruncated);
    if (withEvents) {
      json.put("entries", items.stream().map(LogItem::toJson).toList());
    }
    output.result(json.build());
  }

  private boolean isForPerson() {
    boolean isTable = output.format() == OutputFormat.TABLE || output.format() == OutputFormat.WIDE;
    return isTable && (output.isTerminal() || output.columns() > 0);
  }

  private List<String> raw(LogItem item) {
    return switch (item) {
      case LogItem.Line line -> line.texts();
      case LogItem.Event(JournalEntry entry) ->
          List.of(raw(item.at(), EventWords.whatAndWhy(entry), values(entry)));
      case LogItem.Cluster(var seen) ->
          List.of(raw(item.at(), "cluster event", values(seen.context(), seen.event())));
    };
  }

  private String raw(@Nullable Instant at, String phrase, Map<String, @Nullable Object> values) {
    StringBuilder line = new StringBuilder();
    line.append(at == null ? "" : RAW.format(at.atZone(zone)))
        .append(" EVENT ")
        .append(OneLine.plain(phrase));
    values.forEach((key, value) -> {
      if (value != null) {
        line.append(' ').append(key).append('=').append(quoted(String.valueOf(value)));
      }
    });
    return line.toString();
  }

  private static String quoted(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }

  private static Map<String, @Nullable Object> values(JournalEntry entry) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("type", entry.type().word());
    values.put("service", entry.service());
    values.put("context", entry.context());
    values.put("pod", entry.pod());
    return values;
  }

  private static Map<String, @Nullable Object> values(String context, ClusterEvent event) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("type", event.type());
    values.put("context", context);
    values.put("services", String.join(",", event.services()));
    values.put("namespace", event.namespace());
    values.put("object", event.object());
    values.put("reason", event.reason());
    values.put("count", event.count());
    values.put("message", event.message().strip());
    return values;
  }

  private List<String> pretty(LogItem item, Instant now, boolean several) {
    EventTimes times = new EventTimes(now, zone);
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

  private static boolean areOfSeveralNamespaces(List<LogItem> items) {
    long namespaces =
        items.stream()
            .flatMap(item ->
                item instanceof LogItem.Cluster(var seen) ? Stream.of(seen) : Stream.empty())
            .map(seen -> Objects.requireNonNullElse(seen.event().namespace(), ""))
            .distinct()
            .count();
    return namespaces > 1;
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
    int room = output.columns() == 0 ? Integer.MAX_VALUE : Math.max(LEAST_ROOM, output.columns());
    List<String> lines = Wrapping.lines(front, text, " ".repeat(INDENT), room);
    String painted = output.colours() ? sign.colour().paint(OneLine.plain(phrase)) : phrase;
    String first = lines.getFirst();
    int end = front.length() + OneLine.plain(phrase).length();
    if (output.colours() && first.length() >= end) {
      lines.set(0, front + painted + first.substring(end));
    }
    return lines;
  }
}
