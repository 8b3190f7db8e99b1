package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.LoginProgram;
import dev.localport.cli.manager.LoginService;
import dev.localport.cli.manager.ManagerProblem;
import dev.localport.cli.manager.ServiceFile;
import dev.localport.cli.manager.ServiceProgram;
import dev.localport.cli.render.Output;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code localport daemon install}: the daemon starts at every login from now on. */
public final class DaemonInstallCommand implements Callable<Integer> {
  private final OptionSpec dryRun =
      Specs.flag("Print the files and commands without changing anything.", "--dry-run");
  private final OptionSpec linger =
      Specs.flag(
          "Keep forwards running after you log out, and start them at boot (Linux).", "--linger");
  private final CommandContext context;

  /** Takes what every command is given. */
  public DaemonInstallCommand(CommandContext context) {
    this.context = context;
  }

  /** Returns the model. */
  public CommandSpec spec() {
    return Specs.command(
            this,
            "install",
            "Start the daemon at login, as a systemd user service or launchd agent.",
            "localport daemon install --dry-run",
            "localport daemon install",
            "localport daemon install --linger")
        .addOption(dryRun)
        .addOption(linger);
  }

  @Override
  public Integer call() throws CommandException, ManagerProblem {
    LoginService service = context.surroundings().loginService();
    ServiceProgram program = LoginProgram.of(context.surroundings());
    service.requireOurs();
    if (Specs.isSet(dryRun)) {
      printPlan(service, program);
      return ExitCode.OK;
    }
    service.manager().requireReachable();
    Installation installation = Installation.run(context, service, program);
    @Nullable ManagerProblem notLingering = Specs.isSet(linger) ? linger(service) : null;
    new InstallationText(context, service).print(installation);
    if (notLingering != null) {
      context.output().error(notLingering.text());
      return notLingering.exitCode();
    }
    return ExitCode.OK;
  }

  private static @Nullable ManagerProblem linger(LoginService service) {
    try {
      service.linger();
      return null;
    } catch (ManagerProblem e) {
      return e; // the service is installed all the same, which is said first
    }
  }

  private void printPlan(LoginService service, ServiceProgram program) throws ManagerProblem {
    Output output = context.output();
    for (ServiceFile file : service.files(program)) {
      output.result("# " + file.path() + " (mode 0600)");
      output.document(file.text());
    }
    output.result("# then:");
    for (List<String> command : service.manager().commands()) {
      output.result(String.join(" ", command));
    }
    if (Specs.isSet(linger)) {
      output.result("loginctl enable-linger");
    }
    service
        .variables()
        .leftOut()
        .forEach((name, reason) -> output.note("left out: " + name + " (" + reason + ")"));
  }
}
