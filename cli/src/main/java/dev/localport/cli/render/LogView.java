package dev.localport.cli.render;

import dev.localport.api.ClusterEvent;
import dev.localport.api.JournalEntry;
import dev.localport.rpc.JsonObject;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
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

  /** Prints them, one below the other; one of many as JSON is one line each. */
  public void print(List<LogItem> items, Instant now) {
    if (output.isJson()) {
      items.forEach(item -> output.line(item.toJson()));
    } else if (isForPerson()) {
      boolean several = areOfSeveralNamespaces(items);
      LogText text =
          new LogText(
              service, several, output.columns(), output.colours(), new EventTimes(now, zone));
      items.forEach(item -> output.painted(text.lines(item)));
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
}
