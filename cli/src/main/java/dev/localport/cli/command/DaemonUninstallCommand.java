package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonEnd;
import dev.localport.cli.manager.LoginService;
import dev.localport.cli.manager.ManagerProblem;
import dev.localport.cli.render.Output;
import dev.localport.rpc.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code localport daemon uninstall}: the daemon ends and no longer starts at login. */
public final class DaemonUninstallCommand implements Callable<Integer> {
  private final CommandContext context;

  /** Takes what every command is given. */
  public DaemonUninstallCommand(CommandContext context) {
    this.context = context;
  }

  /** Returns the model. */
  public CommandSpec spec() {
    return Specs.command(
        this,
        "uninstall",
        "Stop the daemon and remove its login service. Forwards are remembered.",
        "localport daemon uninstall");
  }

  @Override
  public Integer call() throws CommandException, ManagerProblem {
    LoginService service = context.surroundings().loginService();
    if (service.findInstalled().isEmpty()) {
      print(List.of(), "no login service is installed");
      return ExitCode.OK;
    }
    service.requireOurs();
    List<Path> removed = service.remove();
    // one that was started without the manager, such as while it did not answer
    DaemonEnd.Outcome _ = new DaemonEnd(context.daemons()).end();
    print(
        removed,
        "the daemon is stopped and no longer starts at login; start it by hand, with the"
            + " same forwards: localport daemon start");
    if (service.isLingering() && service.manager().name().equals("systemd")) {
      context.output().note("lingering stays on; turn it off: loginctl disable-linger");
    }
    return ExitCode.OK;
  }

  private void print(List<Path> removed, String line) {
    Output output = context.output();
    if (output.isJson()) {
      output.result(
          JsonObject.builder()
              .put("removed", removed.stream().map(Path::toString).toList())
              .build());
      return;
    }
    for (Path file : removed) {
      output.result("removed " + context.surroundings().label(file));
    }
    output.result(line);
  }
}
