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
    String description =
        "Give services that run new sessions, to another pod where there is one; ports and open"
            + " connections stay.";
    return wait.addTo(
        which.addTo(Specs.command(this, "restart", description, "localport restart web")));
  }

  @Override
  public Integer call() throws CommandException, UsageException {
    Selection selection = which.selection();
    ServicesCommand.requireSome(selection, "restart");
    return ServicesCommand.again(context, Methods.RESTART, "restarting", selection, wait.waiting());
  }
}
