package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.cli.client.DaemonEnd;
import dev.localport.cli.client.Found;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * {@code localport daemon restart}: a new process takes the place of the old one, as after an
 * update.
 */
public final class DaemonRestartCommand implements Callable<Integer> {
  private final CommandContext context;

  /** Takes what every command is given. */
  public DaemonRestartCommand(CommandContext context) {
    this.context = context;
  }

  /** Returns the model. */
  public CommandSpec spec() {
    return Specs.command(
        this,
        "restart",
        "Replace the daemon with a new one: forwards and ports come back, open connections end.",
        "localport daemon restart");
  }

  @Override
  public Integer call() throws CommandException {
    try (DaemonClient daemon = restarted()) {
      DaemonState.of(daemon).print(context.output());
      return ExitCode.OK;
    }
  }

  private DaemonClient restarted() throws CommandException {
    if (context.daemons().look(CommandContext.NO_NOTIFICATIONS)
        instanceof Found.Running(DaemonClient old)) {
      try (old) {
        return context.launcher().replace(old.pid(), CommandContext.NO_NOTIFICATIONS);
      }
    }
    DaemonEnd.Outcome _ = new DaemonEnd(context.daemons()).end();
    return context.startedDaemon();
  }
}
