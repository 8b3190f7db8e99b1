package dev.localport.cli;

import dev.localport.cli.client.CliEnvironment;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.demo.Demo;
import dev.localport.cli.demo.EndSignal;
import dev.localport.cli.render.Console;
import dev.localport.cli.render.Output;
import dev.localport.cli.render.OutputFormat;
import java.nio.file.Path;

/**
 * The run that the AOT caches are made from, while the program is packaged: what is loaded here is
 * not loaded again when a user starts the program. It plays what users do, with a daemon and a
 * simulated cluster of its own, and prints what they would see.
 */
final class Training {
  private Training() {}

  /**
   * Plays, and ends the process.
   *
   * @param arguments where the daemon's AOT cache goes, and that of {@link QuickTraining} with its
   *     options and class path; that of this process is its Java's affair
   */
  public static void main(String[] arguments) throws CommandException, InterruptedException {
    CliEnvironment user = CliEnvironment.ofProcess();
    Console console = Console.ofProcess(user.environment());
    Output output = new Output(console, OutputFormat.TABLE, Output.Verbosity.NORMAL, false);
    Path daemonCache = Path.of(arguments[0]);
    QuickTraining.Run quick =
        new QuickTraining.Run(Path.of(arguments[1]), Path.of(arguments[2]), arguments[3]);
    try (EndSignal signal = EndSignal.install()) {
      new Demo(user, output, signal)
          .rehearse(own -> new TrainingPlay(own, console, daemonCache, quick).play());
    }
    Main.main(new String[] {"version"});
  }
}
