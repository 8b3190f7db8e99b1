package dev.localport.cli.command;

import dev.localport.api.EventQuery;
import dev.localport.api.Methods;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.cli.render.JournalView;
import dev.localport.cli.render.Output;
import dev.localport.journal.WantedEntries;
import dev.localport.rpc.JsonObject;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code events --follow}: through the end of a daemon too. The next one has the same journal, and
 * is asked for what came behind the last number.
 */
final class EventFollowing {
  private final CommandContext context;
  private final Output output;
  private final EventQuery query;
  private final JournalView view;
  private final EventFollower follower;
  private final Succession succession;

  EventFollowing(CommandContext context, EventQuery query, JournalView view) {
    this.context = context;
    this.output = context.output();
    this.query = query;
    this.view = view;
    this.follower = new EventFollower(output, view, context.surroundings().clock());
    this.succession = new Succession(context);
  }

  /**
   * Prints what was recorded and what follows, until the reader is gone.
   *
   * @param newOnly whether nothing is printed that was recorded before
   * @throws CommandException if the daemon refuses, or is stopped
   */
  void run(boolean newOnly) throws CommandException {
    Instant begun = succession.now();
    try (DaemonClient daemon = context.daemons().need(follower)) {
      requireKnown(daemon);
      follow(daemon, newOnly ? null : query.toJson());
    }
    while (!follower.isOver()) {
      tellNext(begun);
      begun = succession.now();
      try (DaemonClient daemon = context.startedDaemon(follower)) {
        follow(daemon, follower.last() == 0 ? query.toJson() : behindTheLast());
      }
    }
  }

  /* A query knows which names there are; a context of the kubeconfig may get its services later. */
  private void requireKnown(DaemonClient daemon) throws CommandException {
    String name = query.context();
    String unknown =
        name != null && KubeconfigContexts.names(context.surroundings()).contains(name)
            ? null
            : name;
    if (query.service() != null || unknown != null) {
      EventQuery one = new EventQuery(query.service(), unknown, Set.of(), null, 0, 1);
      JsonObject _ = daemon.call(Methods.EVENT_QUERY, one.toJson());
    }
  }

  private JsonObject behindTheLast() {
    return JsonObject.builder()
        .putAll(query.unbounded().toJson())
        .put("after", follower.last())
        .put("since", null)
        .build();
  }

  /** Follows; without parameters only what happens from now on. */
  private void follow(DaemonClient daemon, @Nullable JsonObject params) throws CommandException {
    follower.stopsBy(daemon::close);
    try {
      JsonObject answer = daemon.call(Methods.SUBSCRIBE, params == null ? withoutNumber() : params);
      if (params == null) {
        follower.beginBehind(answer.number("sequence"));
      } else if (answer.number("sequence") < params.number("after", 0)) {
        output.note("the journal was removed; its numbers begin again");
      }
      daemon.awaitNotifications();
    } catch (CommandException e) {
      if (!daemon.isLost()) {
        throw e;
      }
      output.trace(e);
    }
  }

  private JsonObject withoutNumber() {
    return JsonObject.builder().putAll(query.unbounded().toJson()).put("after", null).build();
  }

  private void tellNext(Instant begun) throws CommandException {
    Succession.Next next = succession.after(begun, "its events");
    if (next == Succession.Next.STOPPED && follower.last() > 0) {
      printRest();
    }
    succession.report(next, "its events continue");
  }

  /* It recorded its last events after the connection had ended. */
  private void printRest() throws CommandException {
    WantedEntries rest = new WantedEntries(query.unbounded());
    new RecordedEvents(context)
        .all(entry -> {
          if (entry.sequence() > follower.last()) {
            rest.accept(entry);
          }
        });
    rest.all().forEach(entry -> view.print(entry, succession.now()));
  }
}
