package dev.localport.cli;

import dev.localport.api.ExitCode;
import dev.localport.cli.client.CliEnvironment;
import dev.localport.cli.command.PromptSegment;
import dev.localport.cli.render.Console;
import dev.localport.paths.Places;
import java.util.List;
import java.util.Map;

/** The entry point of the {@code localport} command. */
public final class Main {
  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    PromptSegment segment = PromptSegment.find(List.of(arguments));
    if (segment != null) {
      print(segment);
      System.exit(ExitCode.OK);
    }
    CliEnvironment surroundings = CliEnvironment.ofProcess();
    Console console = Console.ofProcess(surroundings.environment());
    System.exit(new CommandTree(surroundings, console).run(arguments));
  }

  /* Shells wait for it: nothing that it does not need is made. */
  private static void print(PromptSegment segment) {
    Map<String, String> environment = System.getenv();
    String text = segment.read(Places.ofProcess(), environment);
    if (!text.isEmpty()) {
      Console.printLine(text, environment);
    }
  }
}
