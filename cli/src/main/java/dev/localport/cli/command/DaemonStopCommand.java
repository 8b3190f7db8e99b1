package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonEnd;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * {@code localport daemon stop}: returns when its process has ended; also for one of another
 * version, and for one that does not answer.
 */
public final class DaemonStopCommand implements Callable<Integer> {
  private final CommandContext context;

  /** Takes what every command is given. */
  public DaemonStopCommand(CommandContext context) {
    this.context = context;
  }

  /** Returns the model. */
  public CommandSpec spec() {
    return Specs.command(
        this, "stop", "Stop the daemon and all forwards.", "localport daemon stop");
  }

  @Override
  public Integer call() throws CommandException {
    boolean managed = context.managedDaemon().stop(); // first: else it might be started again
    DaemonState state =
        switch (new DaemonEnd(context.daemons()).end()) {
          case NOT_RUNNING -> managed ? DaemonState.STOPPED : DaemonState.NOT_RUNNING;
          case STOPPED -> DaemonState.STOPPED;
          case TERMINATED -> DaemonState.TERMINATED;
          case KILLED -> DaemonState.KILLED;
        };
    state.print(context.output());
    return ExitCode.OK;
  }
}
