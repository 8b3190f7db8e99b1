package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.api.Methods;
import dev.localport.api.Selection;
import dev.localport.api.ServicesReply;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.cli.render.Output;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code localport stop}: without a daemon nothing runs, so there is nothing left to do. */
public final class StopCommand implements Callable<Integer> {
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
      return ServicesCommand.ask(daemon, Methods.STOP, selection, output);
    }
  }
}
