package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code localport daemon restart}: a new process, as after an update; the forwards come back. */
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
        "Stop the daemon and start it again: its forwards come back, open connections do not.",
        "localport daemon restart");
  }

  @Override
  public Integer call() throws CommandException {
    Optional<DaemonClient> found = context.daemons().findAny(CommandContext.DEAF);
    if (found.isPresent()) {
      try (DaemonClient daemon = found.get()) {
        daemon.stop();
      }
    }
    try (DaemonClient daemon = context.startedDaemon()) {
      DaemonState.of(daemon).print(context.output());
      return ExitCode.OK;
    }
  }
}
