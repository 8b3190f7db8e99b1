package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.api.Methods;
import dev.localport.api.StartRequest;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.cli.client.Pages;
import dev.localport.cli.render.Output;
import dev.localport.rpc.JsonObject;
import java.util.List;

/**
 * Has services started, and the user asked for those that must be confirmed.
 *
 * @param progress what prints the services meanwhile
 * @param interrupted what Ctrl-C prints while the daemon is asked; empty: nothing
 */
record Starting(Output output, ActingProgress progress, String interrupted) {
  /** What was agreed to, and what came of it. */
  record Started(StartRequest request, JsonObject answer) {}

  /**
   * Starts what is asked for.
   *
   * @throws CommandException if the daemon refuses, or the user
   */
  Started start(DaemonClient daemon, StartRequest request) throws CommandException {
    try {
      return new Started(request, call(daemon, request));
    } catch (CommandException refused) {
      List<String> asking = refused.details().texts("confirm");
      if (asking.isEmpty() || !output.isTerminal()) {
        throw refused;
      } else if (!progress.isConfirmed("start %s?".formatted(String.join(", ", asking)))) {
        throw new CommandException(ExitCode.GENERAL, "nothing was started");
      }
    }
    StartRequest agreed = request.withConsent();
    return new Started(agreed, call(daemon, agreed));
  }

  private JsonObject call(DaemonClient daemon, StartRequest request) throws CommandException {
    JsonObject params = progress.asking(request.toJson());
    try (Interruption _ = new Interruption(this::interrupt)) {
      return Pages.all(daemon, Methods.START, params, "services", request.patience());
    }
  }

  private void interrupt() {
    if (!interrupted.isEmpty()) {
      progress.news().note(interrupted);
    }
  }
}
