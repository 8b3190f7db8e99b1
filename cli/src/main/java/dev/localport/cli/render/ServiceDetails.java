package dev.localport.cli.render;

import dev.localport.api.Explanation;
import dev.localport.api.JournalEntry;
import dev.localport.api.ServiceStatus;
import dev.localport.api.TrafficStatus;
import dev.localport.logs.LogLine;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * What the interactive screen shows of one service, as plain lines of any width.
 *
 * @param now tells which day is today
 * @param zone the user's
 */
public record ServiceDetails(Instant now, ZoneId zone) {
  /** Returns why the service is as it is, its connections, and what happened to it last. */
  public List<String> lines(
      Explanation explanation, ServiceStatus service, List<JournalEntry> events) {
    List<String> lines = new ArrayList<>();
    new ExplanationText(0, now, zone)
        .lines(explanation)
        .forEach(line -> lines.add(Colour.without(line)));
    lines.add("");
    lines.add(connections(service.traffic()));
    ServiceWords.ports(service).forEach(lines::add);
    if (!events.isEmpty()) {
      lines.add("");
      lines.add("Last events");
      EventTimes times = new EventTimes(now, zone);
      for (JournalEntry entry : events.reversed()) {
        lines.add("  " + times.show(entry.at()) + "  " + EventWords.whatAndWhy(entry));
      }
    }
    return lines;
  }

  private static String connections(TrafficStatus traffic) {
    return "Connections: %d open, %d waiting, %d in total, %d refused; %s sent, %s received"
        .formatted(
            traffic.active(),
            traffic.held(),
            traffic.total(),
            traffic.refused(),
            Bytes.show(traffic.sent()),
            Bytes.show(traffic.received()));
  }

  /** Returns lines of a log with the local time, a sign, the phrase and its values. */
  public List<String> log(List<String> texts) {
    EventTimes times = new EventTimes(now, zone);
    List<String> lines = new ArrayList<>();
    for (LogItem item : LogItem.Line.of(texts)) {
      LogItem.Line all = (LogItem.Line) item;
      LogLine line = all.line();
      Instant at = all.at();
      String front = at == null ? "" : times.show(at) + " " + LogSign.of(line).symbol() + " ";
      StringBuilder text = new StringBuilder(front).append(line.phrase());
      line.values()
          .forEach((key, value) -> {
            if (!key.equals("service")) {
              text.append("  ").append(key).append('=').append(value);
            }
          });
      lines.add(text.toString());
      all.more().forEach(more -> lines.add("    " + more));
    }
    return lines;
  }
}
