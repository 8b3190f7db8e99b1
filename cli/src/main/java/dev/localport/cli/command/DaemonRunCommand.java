package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.cli.client.DaemonProcess;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Model.CommandSpec;

/** {@code localport daemon run}: in the foreground, for service managers and for a look at it. */
public final class DaemonRunCommand implements Callable<Integer> {
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final CommandContext context;

  /** Takes what every command is given. */
  public DaemonRunCommand(CommandContext context) {
    this.context = context;
  }

  /** Returns the model. */
  public CommandSpec spec() {
    return Specs.command(this, "run", "Run the daemon in the foreground.", "localport daemon run");
  }

  @Override
  public Integer call() throws CommandException, InterruptedException {
    Optional<DaemonClient> found = context.daemons().find(CommandContext.NO_NOTIFICATIONS);
    if (found.isPresent()) {
      try (DaemonClient daemon = found.get()) {
        throw new CommandException(
            ExitCode.GENERAL, "the daemon is already running (pid " + daemon.pid() + ")");
      }
    }
    List<String> arguments = context.output().isQuiet() ? List.of() : DaemonProcess.TALKATIVE;
    Process child = new DaemonProcess(context.surroundings()).startInForeground(arguments);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(child), "end-daemon"));
    return child.waitFor();
  }

  private static void end(Process child) {
    child.destroy();
    try {
      if (!child.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        child.destroyForcibly();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // this process ends: there is nobody to wait for
    }
  }
}
