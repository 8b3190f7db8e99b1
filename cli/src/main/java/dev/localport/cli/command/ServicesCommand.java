package dev.localport.cli.command;

import dev.localport.api.Selection;
import dev.localport.api.Waiting;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.cli.client.Pages;
import dev.localport.cli.render.Output;
import dev.localport.rpc.JsonObject;
import java.time.InstantSource;

/** What stop, restart and reconnect have in common: one request on a selection. */
final class ServicesCommand {
  private ServicesCommand() {}

  static void requireSome(Selection selection, String verb) throws UsageException {
    if (SelectionArguments.isEmpty(selection)) {
      throw new UsageException("nothing to " + verb + ": name a service, a --tag, or --all");
    }
  }

  /**
   * Asks for new sessions of services that run, and waits for them.
   *
   * @param doing what the command does, such as {@code restarting}
   */
  static int again(
      CommandContext context, String method, String doing, Selection selection, Waiting waiting)
      throws CommandException {
    Output output = context.output();
    UserFile file = new UserFile(context.surroundings(), context.options().config());
    JsonObject params =
        JsonObject.builder()
            .putAll(selection.toJson())
            .put("environment", file.lent().toJson())
            .putAll(waiting.toJson())
            .build();
    InstantSource clock = context.surroundings().clock();
    boolean waits = !waiting.patience().isZero();
    try (ActingProgress progress = new ActingProgress(output, doing, clock, waits);
        DaemonClient daemon = context.daemon(progress, progress.news())) {
      JsonObject answer =
          Pages.all(daemon, method, progress.asking(params), "services", waiting.patience());
      return new ActingAnswer(output, answer, progress, FileWarnings.NONE).print();
    }
  }
}
