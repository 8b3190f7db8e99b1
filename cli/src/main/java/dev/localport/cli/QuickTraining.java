package dev.localport.cli;

import dev.localport.api.ExitCode;
import dev.localport.cli.client.CliEnvironment;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonProgram;
import dev.localport.cli.render.Console;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The run that the AOT cache of the commands that must be quick is made from. Java loads all that a
 * cache has, so this one has what these commands need and no more; the launchers take it for them.
 */
final class QuickTraining {
  /* The launchers name these commands. */
  private static final List<String> COMMANDS =
      List.of(
          "start web", "status", "status -o json", "env", "prompt", "reconnect web", "restart web");

  private static final long LIMIT_SECONDS = 60;

  private QuickTraining() {}

  /**
   * How it is run.
   *
   * @param cache where the AOT cache goes
   * @param options the file with Java's options for commands
   * @param classPath that of commands
   */
  record Run(Path cache, Path options, String classPath) {
    /** Runs it in the surroundings of a user whose daemon runs and has services. */
    void in(CliEnvironment surroundings) throws CommandException, InterruptedException {
      List<String> line = new ArrayList<>();
      line.add(surroundings.programs().java().toString());
      line.add("@" + options);
      line.add("-XX:AOTCacheOutput=" + cache);
      line.add("-Dlocalport.daemon.classpath=" + surroundings.programs().daemonClassPath());
      line.addAll(List.of("-cp", classPath, QuickTraining.class.getName()));
      try {
        Process process = DaemonProgram.builder(surroundings, line).inheritIO().start();
        try {
          if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw failed("quick commands failed", null);
          }
        } finally {
          process.descendants().forEach(ProcessHandle::destroyForcibly);
          process.destroyForcibly();
        }
      } catch (IOException e) {
        throw failed("Java cannot be started", e);
      }
    }

    private static CommandException failed(String how, @Nullable Throwable cause) {
      return new CommandException(ExitCode.GENERAL, "training: " + how, cause);
    }
  }

  /** Plays, and ends the process as a command does. */
  public static void main(String[] arguments) {
    CliEnvironment user = CliEnvironment.ofProcess();
    Console console = Console.ofProcess(user.environment());
    for (String command : COMMANDS) {
      int exit = new CommandTree(user, console).run(command.split(" ", -1));
      if (exit != ExitCode.OK) {
        throw new IllegalStateException(command + " ended with " + exit);
      }
    }
    Main.main(new String[] {"status"});
  }
}
