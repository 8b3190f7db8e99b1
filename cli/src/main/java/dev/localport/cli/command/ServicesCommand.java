package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.api.Selection;
import dev.localport.api.ServiceStatus;
import dev.localport.api.ServicesReply;
import dev.localport.api.ShellEnvironment;
import dev.localport.api.Waiting;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.cli.client.Pages;
import dev.localport.cli.render.Output;
import dev.localport.cli.render.ServiceWords;
import dev.localport.rpc.JsonObject;

/** What stop, restart and reconnect have in common: one request on a selection, a line each. */
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
   * @param lent what this shell lends to credential plug-ins
   */
  static int again(
      DaemonClient daemon,
      String method,
      Selection selection,
      ShellEnvironment lent,
      Waiting waiting,
      Output output)
      throws CommandException {
    JsonObject params =
        JsonObject.builder()
            .putAll(selection.toJson())
            .put("environment", lent.toJson())
            .putAll(waiting.toJson())
            .build();
    JsonObject answer = Pages.all(daemon, method, params, "services", waiting.patience());
    return new ActingAnswer(output, answer, !waiting.patience().isZero(), FileWarnings.NONE)
        .print();
  }

  static int ask(DaemonClient daemon, String method, Selection selection, Output output)
      throws CommandException {
    JsonObject answer = Pages.all(daemon, method, selection.toJson(), "services");
    ServicesReply reply = ServicesReply.from(answer);
    if (output.isJson()) {
      output.result(answer);
    } else {
      for (ServiceStatus service : reply.services()) {
        output.result(service.name() + " " + ServiceWords.state(service));
      }
    }
    return SelectionArguments.printRemarks(
        output,
        reply,
        reply.unknown().isEmpty() ? ExitCode.OK : ExitCode.SERVICE,
        FileWarnings.NONE);
  }
}
