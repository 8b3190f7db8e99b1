package dev.localport.cli.command;

import dev.localport.api.Caller;
import dev.localport.api.ExitCode;
import dev.localport.api.Selection;
import dev.localport.api.ServiceStatus;
import dev.localport.api.ServicesReply;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
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

  static int ask(DaemonClient daemon, String method, Selection selection, Output output)
      throws CommandException {
    return ask(daemon, method, selection.toJson(), output);
  }

  /** As the other one, for services that may need what this shell lends: see {@link Caller}. */
  static int ask(
      DaemonClient daemon, String method, Selection selection, Caller caller, Output output)
      throws CommandException {
    JsonObject request =
        JsonObject.builder().putAll(selection.toJson()).putAll(caller.toJson()).build();
    return ask(daemon, method, request, output);
  }

  private static int ask(DaemonClient daemon, String method, JsonObject request, Output output)
      throws CommandException {
    JsonObject answer = daemon.call(method, request);
    ServicesReply reply = ServicesReply.from(answer);
    if (output.isJson()) {
      output.result(answer);
    } else {
      for (ServiceStatus service : reply.services()) {
        output.result(service.name() + " " + ServiceWords.state(service));
      }
    }
    return SelectionArguments.printRemarks(
        output, reply, reply.unknown().isEmpty() ? ExitCode.OK : ExitCode.SERVICE);
  }
}
