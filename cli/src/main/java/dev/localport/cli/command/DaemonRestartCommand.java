package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.cli.client.LoginProgram;
import dev.localport.cli.manager.LoginService;
import dev.localport.cli.manager.ManagerProblem;
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
        "Restart the daemon. Forwards and ports come back; open connections end.",
        "localport daemon restart");
  }

  @Override
  public Integer call() throws CommandException, ManagerProblem {
    if (context.managedDaemon().isInCharge()) {
      moveService();
    }
    try (DaemonClient daemon = context.restartedDaemon()) {
      DaemonState.of(daemon).print(context.output());
      return ExitCode.OK;
    }
  }

  /* After an update the unit still names the old program. */
  private void moveService() throws CommandException, ManagerProblem {
    LoginService service = context.surroundings().loginService();
    if (service.move(LoginProgram.of(context.surroundings()))) {
      context.output().note("the login service now runs this program");
    }
  }
}
