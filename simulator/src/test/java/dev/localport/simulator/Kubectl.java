package dev.localport.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The machine's kubectl, with a home of its own, and a kubeconfig that is never any other than the
 * simulator's.
 */
final class Kubectl {
  static final String IS_THERE = "dev.localport.simulator.Kubectl#isThere";
  static final String MISSING = "no kubectl on the PATH";

  private static final long LIMIT_SECONDS = 60;

  private final Path kubeconfig;
  private final Path home;

  Kubectl(Path kubeconfig, Path home) {
    this.kubeconfig = kubeconfig;
    this.home = home;
  }

  /** Returns whether this machine has one. */
  static boolean isThere() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "kubectl")));
  }

  private Process start(Map<String, String> environment, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of("kubectl"));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    builder.environment().put("KUBECONFIG", kubeconfig.toString());
    builder.environment().put("HOME", home.toString());
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs it to its end; returns what it said. */
  String run(String... arguments) throws IOException, InterruptedException {
    try (Running running = follow(Map.of(), arguments)) {
      String said = new String(running.process.getInputStream().readAllBytes(), UTF_8);
      running.process.waitFor();
      return said;
    }
  }

  /** Starts it, to read line after line what it says. */
  Running follow(Map<String, String> environment, String... arguments) {
    return new Running(start(environment, List.of(arguments)));
  }

  /** One that runs. */
  static final class Running implements AutoCloseable {
    private final Process process;
    private final BufferedReader lines;
    private final StringBuilder said = new StringBuilder();

    private Running(Process process) {
      this.process = process;
      this.lines = process.inputReader(UTF_8);
      // one that hangs is ended, and with it whoever waits for its next line
      CompletableFuture.delayedExecutor(LIMIT_SECONDS, TimeUnit.SECONDS)
          .execute(process::destroyForcibly);
    }

    /** Reads until a line fits, and returns it; it has to come. */
    String await(Predicate<String> fits) throws IOException {
      while (true) {
        String line = lines.readLine();
        if (line == null) {
          throw new AssertionError("kubectl ended; it said:\n" + said);
        }
        said.append(line).append('\n');
        if (fits.test(line)) {
          return line;
        }
      }
    }

    /** Reads until kubectl says where it forwards from, and returns the port. */
    int awaitPort() throws IOException {
      String line = await(it -> it.startsWith("Forwarding from 127.0.0.1:"));
      return Integer.parseInt(line.replaceAll("Forwarding from 127.0.0.1:(\\d+) .*", "$1"));
    }

    @Override
    public void close() {
      process.destroy();
      var _ = process.onExit().join();
    }
  }
}
