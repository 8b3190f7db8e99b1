package dev.localport.cli;

import dev.localport.cli.client.CliEnvironment;
import dev.localport.cli.render.Console;

/** The entry point of the {@code localport} command. */
public final class Main {
  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    CliEnvironment surroundings = CliEnvironment.ofProcess();
    Console console = Console.ofProcess(surroundings.environment());
    System.exit(new CommandTree(surroundings, console).run(arguments));
  }
}
