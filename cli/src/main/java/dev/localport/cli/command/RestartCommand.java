package dev.localport.cli.command;

import dev.localport.api.Methods;
import dev.localport.api.Selection;
import dev.localport.cli.client.CommandException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code localport restart}: new sessions, to another pod where there is one. */
public final class RestartCommand implements Callable<Integer> {
  private final SelectionArguments which = new SelectionArguments();
  private final WaitArguments wait = new WaitArguments();
  private final CommandContext context;

  /** Takes what every command is given. */
  public RestartCommand(CommandContext context) {
    this.context = context;
  }

  /** Returns the model. */
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            this,
            "restart",
            "Connect running services to another pod.",
            "localport restart web",
            "localport restart --tag data",
            "localport restart --all --no-wait");
    spec.usageMessage()
        .description(
            spec.usageMessage().description()[0],
            "The services get new sessions. Local ports and open connections stay.");
    return wait.addTo(which.addTo(spec));
  }

  @Override
  public Integer call() throws CommandException, UsageException {
    Selection selection = which.selection();
    ServicesCommand.requireSome(selection, "restart");
    return ServicesCommand.again(context, Methods.RESTART, "restarting", selection, wait.waiting());
  }
}
