package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code localport daemon start}: in the background; one that runs already is as good. */
public final class DaemonStartCommand implements Callable<Integer> {
  private final CommandContext context;

  /** Takes what every command is given. */
  public DaemonStartCommand(CommandContext context) {
    this.context = context;
  }

  /** Returns the model. */
  public CommandSpec spec() {
    return Specs.command(
        this, "start", "Start the daemon in the background.", "localport daemon start");
  }

  @Override
  public Integer call() throws CommandException {
    try (DaemonClient daemon = context.startedDaemon()) {
      DaemonState.of(daemon).print(context.output());
      return ExitCode.OK;
    }
  }
}
