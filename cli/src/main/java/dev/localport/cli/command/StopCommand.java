package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.api.Methods;
import dev.localport.api.Selection;
import dev.localport.api.ServiceStatus;
import dev.localport.api.ServicesReply;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.cli.client.Pages;
import dev.localport.cli.render.Output;
import dev.localport.rpc.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code localport stop}: without a daemon nothing runs, so there is nothing left to do. */
public final class StopCommand implements Callable<Integer> {
  private static final int MOST_NAMES = 3;

  private final SelectionArguments which = new SelectionArguments();
  private final CommandContext context;

  /** Takes what every command is given. */
  public StopCommand(CommandContext context) {
    this.context = context;
  }

  /** Returns the model. */
  public CommandSpec spec() {
    return which.addTo(
        Specs.command(
            this,
            "stop",
            "Stop services and free their ports.",
            "localport stop web",
            "localport stop --tag data",
            "localport stop --all"));
  }

  @Override
  public Integer call() throws CommandException, UsageException {
    Selection selection = which.selection();
    ServicesCommand.requireSome(selection, "stop");
    Output output = context.output();
    Optional<DaemonClient> found = context.daemons().find(CommandContext.NO_NOTIFICATIONS);
    if (found.isEmpty()) {
      if (output.isJson()) {
        output.result(new ServicesReply(List.of(), List.of(), List.of()).toJson());
      }
      output.note("nothing to stop: the daemon is not running");
      return ExitCode.OK;
    }
    try (DaemonClient daemon = found.get()) {
      JsonObject answer = Pages.all(daemon, Methods.STOP, selection.toJson(), "services");
      return print(output, answer, selection);
    }
  }

  private static int print(Output output, JsonObject answer, Selection selection) {
    ServicesReply reply = ServicesReply.from(answer);
    List<String> idle = answer.texts("already_stopped");
    List<String> ended =
        reply.services().stream()
            .map(ServiceStatus::name)
            .filter(name -> !idle.contains(name))
            .toList();
    if (output.isJson()) {
      output.result(answer);
    } else if (!ended.isEmpty()) {
      output.result("Stopped %s.".formatted(named(ended)));
    }
    List<String> news = ended.isEmpty() ? idle : named(idle, selection);
    if (!news.isEmpty()) {
      output.note("%s %s already stopped.".formatted(named(news), news.size() == 1 ? "is" : "are"));
    }
    int exitCode = reply.unknown().isEmpty() ? ExitCode.OK : ExitCode.SERVICE;
    return SelectionArguments.printRemarks(output, reply, exitCode, FileWarnings.NONE);
  }

  /* Of all services, or all of a tag, those that were stopped before are no news. */
  private static List<String> named(List<String> names, Selection selection) {
    return names.stream().filter(selection.names()::contains).toList();
  }

  private static String named(List<String> names) {
    return names.size() > MOST_NAMES ? names.size() + " services" : String.join(", ", names);
  }
}
