package dev.localport.cli.command;

import dev.localport.api.EventQuery;
import dev.localport.api.Methods;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.cli.client.Daemons;
import dev.localport.cli.render.LogItem;
import dev.localport.cli.render.LogView;
import dev.localport.cli.render.Output;
import dev.localport.logs.LogPosition;
import dev.localport.logs.LogQuery;
import dev.localport.rpc.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code logs --follow}: through rotation, and through the end of a daemon, too. The next one goes
 * on behind the last line that was printed.
 */
final class LogFollowing {
  private final CommandContext context;
  private final Output output;
  private final LogQuery query;
  private final LogView view;
  private final boolean withEvents;
  private final LogFollower follower;
  private final Succession succession;

  LogFollowing(CommandContext context, LogQuery query, LogView view, boolean withEvents) {
    this.context = context;
    this.output = context.output();
    this.query = query;
    this.view = view;
    this.withEvents = withEvents;
    this.follower = new LogFollower(output, view, context.surroundings().clock());
    this.succession = new Succession(context);
  }

  /**
   * Prints the last lines and those that follow, until their reader is gone.
   *
   * @throws CommandException if the daemon refuses, is stopped, or does not run
   */
  void run() throws CommandException {
    Instant begun = succession.now();
    Optional<DaemonClient> found = context.daemons().find(follower);
    if (found.isEmpty()) {
      view.print(new LogQuestion(context).recorded(query, withEvents).items(), succession.now());
      throw Daemons.notRunning();
    }
    try (DaemonClient daemon = found.get()) {
      requireKnown(daemon);
      follow(daemon);
    }
    while (!follower.isOver()) {
      tellNext(begun);
      begun = succession.now();
      try (DaemonClient daemon = context.startedDaemon(follower)) {
        follow(daemon);
      }
    }
  }

  /* A query knows which contexts are in use; one of the kubeconfig may get its services later. */
  private void requireKnown(DaemonClient daemon) throws CommandException {
    String name = query.context();
    if (name != null && !KubeconfigContexts.names(context.surroundings()).contains(name)) {
      JsonObject one = JsonObject.builder().put("context", name).put("lines", 1).build();
      JsonObject _ = daemon.call(Methods.LOG_QUERY, one);
    }
  }

  private void follow(DaemonClient daemon) throws CommandException {
    follower.stopsBy(daemon::close);
    try {
      if (withEvents) {
        if (follower.position() == null) {
          printPast(daemon);
        }
        subscribe(daemon);
      }
      JsonObject answer = daemon.call(Methods.LOG_FOLLOW, params());
      follower.begin(answer, LogItem.Line.of(answer.texts("lines")));
      daemon.awaitNotifications();
    } catch (CommandException e) {
      if (!daemon.isLost()) {
        throw e;
      }
      output.trace(e);
    }
  }

  private JsonObject params() {
    JsonObject.Builder params = JsonObject.builder().putAll(query.toJson());
    if (follower.position() != null) {
      params.put("after", follower.position()).put("lines", null);
    }
    return params.build();
  }

  /* All of it, however long: only then do its lines and its events have one order. */
  private void printPast(DaemonClient daemon) throws CommandException {
    LogQuestion.Answer past = new LogQuestion(context).withEvents(daemon, query);
    if (past.isTruncated()) {
      output.error(LogQuestion.TRUNCATED);
    }
    view.print(past.items(), succession.now());
    follower.passLines(past.position());
    follower.passEvents(past.event());
  }

  /* Before the lines are asked for: so no event falls between both. */
  private void subscribe(DaemonClient daemon) throws CommandException {
    long last = follower.event();
    boolean isFirst = last == LogFollower.NONE_KNOWN;
    JsonObject.Builder params = JsonObject.builder().putAll(eventsBehind(last).toJson());
    if (isFirst) {
      params.put("after", null);
    }
    long newest = daemon.call(Methods.SUBSCRIBE, params.build()).number("sequence");
    if (isFirst) {
      follower.passEvents(newest);
    } else if (newest < last) {
      output.note("the journal was removed; its numbers begin again");
      follower.passEvents(0);
    }
  }

  private void tellNext(Instant begun) throws CommandException {
    Succession.Next next = succession.after(begun, "its log");
    if (next == Succession.Next.STOPPED) {
      printRest();
    }
    succession.report(next, "its log continues");
  }

  /* It wrote its last lines and events after the connection had ended. */
  private void printRest() throws CommandException {
    String text = follower.position();
    LogPosition position = text == null ? null : LogPosition.find(text);
    if (position != null) {
      RecordedLogs recorded = new RecordedLogs(context);
      List<LogItem> lines = recorded.behind(query, position);
      List<LogItem> events =
          withEvents ? recorded.events(eventsBehind(follower.event())) : List.of();
      view.print(LogItem.merged(lines, events), succession.now());
    }
  }

  private EventQuery eventsBehind(long number) {
    long after = Math.max(0, number);
    return new EventQuery(query.service(), query.context(), Set.of(), null, after, 0);
  }
}
