package dev.localport.cli.render;

import dev.localport.api.ClusterEvent;
import dev.localport.api.JournalEntry;
import dev.localport.api.SeenEvent;
import dev.localport.logs.LogLine;
import dev.localport.rpc.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One thing that {@code logs} prints. Immutable. */
public sealed interface LogItem {
  /** Returns when it happened; null: a line does not say. */
  @Nullable Instant at();

  /** Returns it as programs get it. */
  JsonObject toJson();

  /**
   * A line of a log.
   *
   * @param line the first one
   * @param more those that belong to it, such as a trace
   */
  record Line(LogLine line, List<String> more) implements LogItem {
    /** Copies the lines. */
    public Line {
      more = List.copyOf(more);
    }

    /** Returns lines with those that belong to them. */
    public static List<LogItem> of(List<String> texts) {
      List<LogItem> items = new ArrayList<>();
      int begin = 0;
      for (int i = 1; i <= texts.size(); i++) {
        boolean isMore =
            i < texts.size() && LogLine.isHead(texts.get(begin)) && !LogLine.isHead(texts.get(i));
        if (!isMore) {
          items.add(new Line(LogLine.parse(texts.get(begin)), texts.subList(begin + 1, i)));
          begin = i;
        }
      }
      return items;
    }

    /** Returns all lines as they are in the file. */
    List<String> texts() {
      List<String> all = new ArrayList<>(List.of(line.text()));
      all.addAll(more);
      return all;
    }

    @Override
    public @Nullable Instant at() {
      return line.at();
    }

    @Override
    public JsonObject toJson() {
      return json(at(), "line").put("line", String.join("\n", texts())).build();
    }
  }

  /** What the journal recorded. */
  record Event(JournalEntry entry) implements LogItem {
    @Override
    public Instant at() {
      return entry.at();
    }

    @Override
    public JsonObject toJson() {
      return json(at(), "event").put("event", entry.toJson()).build();
    }
  }

  /** What a cluster reported of a pod or a target. */
  record Cluster(SeenEvent seen) implements LogItem {
    @Override
    public Instant at() {
      return seen.event().lastSeen();
    }

    /** Tells whether a line of the log is this event. */
    boolean isIn(LogLine line) {
      ClusterEvent event = seen.event();
      return line.phrase().equals("cluster event")
          && seen.context().equals(line.values().get("context"))
          && Objects.equals(event.namespace(), line.values().get("namespace"))
          && event.object().equals(line.values().get("object"))
          && event.reason().equals(line.values().get("reason"))
          && String.valueOf(event.count()).equals(line.values().get("count"));
    }

    @Override
    public JsonObject toJson() {
      return json(at(), "cluster_event").put("event", seen.toJson()).build();
    }
  }

  private static JsonObject.Builder json(@Nullable Instant at, String kind) {
    return JsonObject.builder().put("at", at).put("kind", kind);
  }

  /**
   * Returns lines with what happened between them, by time. An event that a line reports is left
   * out; a line without a time stays behind the line before it.
   */
  static List<LogItem> merged(List<LogItem> lines, List<LogItem> events) {
    List<LogItem> waiting = new ArrayList<>();
    for (LogItem event : events) {
      if (!(event instanceof Cluster one) || lines.stream().noneMatch(line -> reports(line, one))) {
        waiting.add(event);
      }
    }
    waiting.sort(Comparator.comparing(item -> item.at() == null ? Instant.MIN : item.at()));
    List<LogItem> all = new ArrayList<>();
    int next = 0;
    for (LogItem line : lines) {
      while (line.at() != null && next < waiting.size() && isBefore(waiting.get(next), line)) {
        all.add(waiting.get(next++));
      }
      all.add(line);
    }
    all.addAll(waiting.subList(next, waiting.size()));
    return all;
  }

  private static boolean reports(LogItem item, Cluster event) {
    return item instanceof Line line && event.isIn(line.line());
  }

  private static boolean isBefore(LogItem one, LogItem other) {
    return one.at() != null && other.at() != null && one.at().isBefore(other.at());
  }
}
