package dev.localport.cli.command;

import dev.localport.api.EventQuery;
import dev.localport.api.ExitCode;
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

  private void follow(DaemonClient daemon) throws CommandException {
    follower.stopsBy(daemon::close);
    try {
      boolean isFirst = follower.position() == null;
      if (withEvents) {
        subscribe(daemon, isFirst);
      }
      JsonObject answer = daemon.call(Methods.LOG_FOLLOW, params(isFirst));
      List<LogItem> lines = LogItem.Line.of(answer.texts("lines"));
      follower.begin(answer, withEvents && isFirst ? withEvents(daemon, lines) : lines);
      daemon.awaitNotifications();
    } catch (CommandException e) {
      if (!daemon.isLost()) {
        throw e;
      }
      output.trace(e);
    }
  }

  private JsonObject params(boolean isFirst) {
    JsonObject.Builder params = JsonObject.builder().putAll(query.toJson());
    if (!isFirst) {
      params.put("after", follower.position()).put("lines", null);
    }
    return params.build();
  }

  /* Before the lines are asked for: so no event falls between both. */
  private void subscribe(DaemonClient daemon, boolean isFirst) throws CommandException {
    EventQuery events =
        new EventQuery(
            query.service(), query.context(), Set.of(), null, isFirst ? 0 : follower.event(), 0);
    JsonObject.Builder params = JsonObject.builder().putAll(events.toJson());
    if (isFirst) {
      params.put("after", null);
    }
    JsonObject answer = daemon.call(Methods.SUBSCRIBE, params.build());
    if (isFirst) {
      follower.passEvents(answer.number("sequence"));
    }
  }

  private List<LogItem> withEvents(DaemonClient daemon, List<LogItem> lines)
      throws CommandException {
    return new LogQuestion(context)
        .withEvents(daemon, query, new LogQuestion.Answer(lines, false)).items().stream()
            .filter(item ->
                !(item instanceof LogItem.Event event)
                    || event.entry().sequence() <= follower.event())
            .toList();
  }

  private void tellNext(Instant begun) throws CommandException {
    switch (succession.after(begun, "its log")) {
      case STOPPED -> {
        printRest();
        throw new CommandException(
            ExitCode.GENERAL, "the daemon was stopped; start it: localport daemon start");
      }
      case RESTARTED -> output.note("the daemon was restarted; its log goes on");
      case CRASHED -> output.note("the daemon crashed and is restarted; its log goes on");
    }
  }

  /* Its last lines: it wrote them after the connection had ended. */
  private void printRest() throws CommandException {
    String text = follower.position();
    LogPosition position = text == null ? null : LogPosition.find(text);
    if (position != null) {
      view.print(new RecordedLogs(context).behind(query, position), succession.now());
    }
  }
}
