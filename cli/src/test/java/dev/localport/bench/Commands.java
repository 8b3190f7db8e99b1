package dev.localport.bench;

import dev.localport.e2e.Result;
import dev.localport.e2e.RunningProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Small commands of the machine. */
final class Commands {
  private Commands() {}

  /**
   * Returns what a command prints.
   *
   * @throws IOException if it is not there or exits with anything but 0
   */
  static String output(List<String> command) throws IOException, InterruptedException {
    try (RunningProgram running = RunningProgram.start(new ProcessBuilder(command))) {
      Result result = running.awaitEnd();
      if (result.exit() != 0) {
        throw new IOException("%s: %s".formatted(command, result));
      }
      return result.stdout();
    }
  }

  /** Returns how many milliseconds a command takes, with its output thrown away. */
  static double millis(ProcessBuilder builder) throws IOException, InterruptedException {
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    long begin = System.nanoTime();
    int exit = builder.start().waitFor();
    double millis = 1000 * Requests.secondsSince(begin);
    if (exit != 0) {
      throw new IOException("%s ended with %d".formatted(builder.command(), exit));
    }
    return millis;
  }

  /** Runs a command that takes its time and lets whoever watches see what it prints. */
  static void watched(List<String> command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    Process process = builder.start();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      lines.lines().forEach(System.out::println);
      int exit = process.waitFor();
      if (exit != 0) {
        throw new IOException("%s ended with %d".formatted(command, exit));
      }
    } finally {
      process.destroyForcibly();
    }
  }
}
