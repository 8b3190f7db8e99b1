package dev.localport.cli.render;

import dev.localport.api.Explanation;
import dev.localport.api.JournalEntry;
import dev.localport.api.ServiceStatus;
import dev.localport.api.TrafficStatus;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * What the interactive screen shows of one service.
 *
 * @param columns how wide a line may be
 * @param now tells which day is today
 * @param zone the user's
 */
public record ServiceDetails(int columns, Instant now, ZoneId zone) {
  private static final String BELOW = "    ";

  /**
   * Returns why the service is as it is, its connections, and what happened to it last.
   *
   * @param log the last lines of its log
   */
  public List<String> lines(
      Explanation explanation, ServiceStatus service, List<JournalEntry> events, List<String> log) {
    List<String> lines = new ArrayList<>();
    lines.addAll(new ExplanationText(columns, now, zone).lines(explanation));
    lines.add("");
    add(lines, connections(service.traffic()));
    ServiceWords.ports(service).forEach(port -> add(lines, port));
    if (service.description() != null) {
      add(lines, OneLine.plain(service.description()));
    }
    if (!events.isEmpty()) {
      lines.add("");
      lines.add(Colour.BOLD.paint("Last events"));
      EventTimes times = new EventTimes(now, zone);
      for (JournalEntry entry : events.reversed()) {
        add(lines, "  " + times.show(entry.at()) + "  " + EventWords.whatAndWhy(entry));
      }
    }
    if (!log.isEmpty()) {
      lines.add("");
      lines.add(Colour.BOLD.paint("Last log lines"));
      lines.addAll(log(service.name(), log));
    }
    return lines;
  }

  private void add(List<String> lines, String text) {
    lines.addAll(Wrapping.lines("", text, BELOW, columns));
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

  /** Returns lines of a service's log as {@code logs} prints them. */
  public List<String> log(String service, List<String> texts) {
    LogText text = new LogText(service, false, columns, true, new EventTimes(now, zone));
    return LogItem.Line.of(texts).stream().flatMap(item -> text.lines(item).stream()).toList();
  }
}
