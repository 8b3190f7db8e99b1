package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code localport daemon stop}: returns when it is gone; also for one of another version. */
public final class DaemonStopCommand implements Callable<Integer> {
  private final CommandContext context;

  /** Takes what every command is given. */
  public DaemonStopCommand(CommandContext context) {
    this.context = context;
  }

  /** Returns the model. */
  public CommandSpec spec() {
    return Specs.command(
        this, "stop", "Stop the daemon, and all forwards with it.", "localport daemon stop");
  }

  @Override
  public Integer call() throws CommandException {
    Optional<DaemonClient> found = context.daemons().findAny(CommandContext.DEAF);
    if (found.isEmpty()) {
      DaemonState.NOT_RUNNING.print(context.output());
      return ExitCode.OK;
    }
    try (DaemonClient daemon = found.get()) {
      daemon.stop();
    }
    DaemonState.STOPPED.print(context.output());
    return ExitCode.OK;
  }
}
