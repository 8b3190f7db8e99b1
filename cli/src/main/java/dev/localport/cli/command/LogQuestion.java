package dev.localport.cli.command;

import dev.localport.api.ClusterRequest;
import dev.localport.api.ClusterRequestBuilder;
import dev.localport.api.EventQuery;
import dev.localport.api.JournalEntry;
import dev.localport.api.Methods;
import dev.localport.api.SeenEvent;
import dev.localport.api.StatusReply;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.cli.client.Pages;
import dev.localport.cli.render.LogItem;
import dev.localport.logs.LogQuery;
import dev.localport.rpc.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks for a part of a log: the daemon where one runs, else the files. */
record LogQuestion(CommandContext context) {
  /** Says that rotation was faster than reading. */
  static final String TRUNCATED = "older lines are missing: the log was rotated while it was read";

  /** How old the events of clusters may be: a log is shown at once, also during an outage. */
  private static final int EVENTS_AGE_SECONDS = 600;

  /**
   * What was found.
   *
   * @param items the oldest first
   * @param isTruncated whether some are missing
   * @param position where the lines end, for {@code log.follow}; null: nothing runs that knows it
   * @param event the number of the newest event, whether it is wanted or not; {@link
   *     LogFollower#NONE_KNOWN}: events were not asked for
   */
  record Answer(List<LogItem> items, boolean isTruncated, @Nullable String position, long event) {
    Answer {
      items = List.copyOf(items);
    }

    static Answer of(List<LogItem> items) {
      return new Answer(items, false, null, LogFollower.NONE_KNOWN);
    }
  }

  /** Asks, with events where they are wanted. */
  Answer ask(LogQuery query, boolean withEvents) throws CommandException {
    Optional<DaemonClient> found = context.daemons().find(CommandContext.NO_NOTIFICATIONS);
    if (found.isEmpty()) {
      return recorded(query, withEvents);
    }
    try (DaemonClient daemon = found.get()) {
      return withEvents ? withEvents(daemon, query) : lines(daemon, query);
    }
  }

  /** As the other one, without a daemon. */
  Answer recorded(LogQuery query, boolean withEvents) throws CommandException {
    RecordedLogs recorded = new RecordedLogs(context);
    List<LogItem> lines = recorded.last(query);
    if (!withEvents) {
      return Answer.of(lines);
    }
    context.output().note("the daemon is not running: the clusters' events are not known");
    Instant begin = begin(query, lines);
    List<LogItem> events = begin == null ? List.of() : recorded.events(eventsSince(begin, query));
    return Answer.of(LogItem.merged(lines, events));
  }

  /* All pages: that is at most what a log keeps, its newest file and LogReader.OLDER_FILES. */
  private static Answer lines(DaemonClient daemon, LogQuery query) throws CommandException {
    List<String> lines = new ArrayList<>();
    JsonObject page = daemon.call(Methods.LOG_QUERY, query.toJson());
    lines.addAll(page.texts("lines"));
    boolean isTruncated = page.flag("truncated", false);
    String next = page.findText("next");
    while (next != null) {
      page =
          daemon.call(
              Methods.LOG_QUERY,
              JsonObject.builder().putAll(query.toJson()).put("next", next).build());
      lines.addAll(page.texts("lines"));
      isTruncated |= page.flag("truncated", false);
      next = page.findText("next");
    }
    return new Answer(
        LogItem.Line.of(lines), isTruncated, page.findText("position"), LogFollower.NONE_KNOWN);
  }

  /** Asks for the lines and what happened since the first, and with {@code since} from then on. */
  Answer withEvents(DaemonClient daemon, LogQuery query) throws CommandException {
    Answer lines = lines(daemon, query);
    Instant begin = begin(query, lines.items());
    if (begin == null) {
      return lines;
    }
    EventQuery wanted = eventsSince(begin, query);
    JsonObject journal = Pages.all(daemon, Methods.EVENT_QUERY, wanted.toJson(), "events");
    long newest = journal.number("sequence");
    List<LogItem> events = new ArrayList<>();
    journal.objects("events").stream()
        .map(JournalEntry::from)
        .filter(Objects::nonNull)
        .filter(entry -> entry.sequence() <= newest)
        .map(LogItem.Event::new)
        .forEach(events::add);
    NamedPods pods = new NamedPods(StatusReply.from(Pages.status(daemon)).services());
    pods.add(lines.items());
    pods.add(events);
    ClusterRequest request =
        ClusterRequestBuilder.builder()
            .context(query.context())
            .since(begin)
            .maxAgeSeconds(EVENTS_AGE_SECONDS)
            .build();
    new ClusterQuestion(Methods.CLUSTER_EVENTS, "events")
        .ask(daemon, request).objects("events").stream()
            .map(SeenEvent::from)
            .filter(seen -> isOf(query, seen) || pods.contains(seen))
            .map(LogItem.Cluster::new)
            .forEach(events::add);
    return new Answer(
        LogItem.merged(lines.items(), events), lines.isTruncated(), lines.position(), newest);
  }

  private static boolean isOf(LogQuery query, SeenEvent seen) {
    List<String> services = seen.event().services();
    return query.service() == null ? !services.isEmpty() : services.contains(query.service());
  }

  private static EventQuery eventsSince(Instant begin, LogQuery query) {
    return new EventQuery(query.service(), query.context(), Set.of(), begin, 0, 0);
  }

  /* Where older lines are cut off, the first one; null: there is no line to begin at. */
  private static @Nullable Instant begin(LogQuery query, List<LogItem> lines) {
    Instant first = first(lines);
    boolean isWhole = lines.size() < query.most() || first == null;
    return query.since() != null && isWhole ? query.since() : first;
  }

  private static @Nullable Instant first(List<LogItem> lines) {
    for (LogItem line : lines) {
      if (line.at() != null) {
        return line.at();
      }
    }
    return null;
  }
}
