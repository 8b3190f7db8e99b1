package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.cli.client.CliEnvironment;
import dev.localport.cli.client.CommandException;
import dev.localport.paths.UserLocale;
import dev.localport.rpc.JsonObject;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A credential plug-in that runs in the user's terminal: it reads what the user types, and its
 * questions appear there. Only what it prints to standard output is read here.
 *
 * @param plan what the daemon says of it: {@code words} and {@code variables}
 */
record TerminalPlugin(CliEnvironment surroundings, JsonObject plan) {
  private static final int MOST_OUTPUT = 256 << 10; // bytes: it travels in a line of 1 MiB

  /**
   * Runs it to its end and returns what it printed.
   *
   * @throws CommandException if it cannot be run or fails
   */
  String run() throws CommandException {
    String program = plan.texts("words").getFirst();
    try {
      Process process = start();
      byte[] printed = process.getInputStream().readNBytes(MOST_OUTPUT);
      process.getInputStream().close();
      int exit = process.waitFor();
      if (exit != 0) {
        throw failed(program, "ended with " + exit);
      }
      return new String(printed, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw failed(program, "cannot be run: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(program, "was interrupted");
    }
  }

  private Process start() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(plan.texts("words"))
            .directory(surroundings.folder().toFile())
            .redirectInput(Redirect.INHERIT)
            .redirectError(Redirect.INHERIT);
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.putAll(surroundings.environment());
    UserLocale.restore(environment);
    environment.putAll(plan.textMap("variables"));
    return builder.start();
  }

  private static CommandException failed(String program, String what) {
    return new CommandException(
        ExitCode.PERMISSION, "the credential plug-in %s %s".formatted(program, what));
  }
}
