package dev.localport.cli.demo;

import dev.localport.api.ExitCode;
import dev.localport.cli.client.CliEnvironment;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonProgram;
import dev.localport.paths.LogTail;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The simulated cluster as a child. It ends with its standard input, so it also ends when this
 * process is killed.
 */
final class SimulatorProcess implements AutoCloseable {
  private static final String MAIN = "dev.localport.simulator.Main";
  private static final Duration READY_LIMIT = Duration.ofSeconds(30);
  private static final Duration END_LIMIT = Duration.ofSeconds(10);
  private static final int LAST_WORDS = 5;

  private final Process process;
  private final DemoFolder folder;
  private final EndSignal signal;

  private SimulatorProcess(Process process, DemoFolder folder, EndSignal signal) {
    this.process = process;
    this.folder = folder;
    this.signal = signal;
  }

  /** Starts it, and returns when it is ready. */
  static SimulatorProcess start(CliEnvironment surroundings, DemoFolder folder, EndSignal signal)
      throws CommandException, InterruptedException {
    List<String> arguments = List.of(folder.cluster().toString());
    List<String> command = DaemonProgram.simulatorCommand(surroundings, MAIN, arguments);
    SimulatorProcess simulator;
    try {
      Process process =
          DaemonProgram.builder(surroundings, command)
              .redirectError(folder.clusterLog().toFile())
              .start();
      simulator = new SimulatorProcess(process, folder, signal);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.GENERAL, "the simulated cluster cannot be started: " + e.getMessage(), e);
    }
    try {
      simulator.awaitReady();
      return simulator;
    } catch (CommandException | InterruptedException | RuntimeException e) {
      simulator.close();
      throw e;
    }
  }

  private void awaitReady() throws CommandException, InterruptedException {
    try {
      if (!signal.await(firstLine(), READY_LIMIT).startsWith("ready: ")) {
        throw failed("did not start", null);
      }
    } catch (TimeoutException e) {
      throw failed("did not start within " + READY_LIMIT.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw failed("did not start", e);
    }
  }

  private CompletableFuture<String> firstLine() {
    CompletableFuture<String> line = new CompletableFuture<>();
    BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
    var _ =
        Thread.ofVirtual()
            .name("simulator-output")
            .start(() -> {
              try {
                @Nullable String read = reader.readLine();
                line.complete(read == null ? "" : read);
              } catch (IOException e) {
                line.completeExceptionally(e);
              }
            });
    return line;
  }

  private CommandException failed(String how, @Nullable Throwable cause) {
    String message = "the simulated cluster " + how;
    List<String> words = lastWords();
    return new CommandException(
        ExitCode.GENERAL,
        words.isEmpty() ? message : message + ":\n  " + String.join("\n  ", words),
        cause);
  }

  private List<String> lastWords() {
    try {
      return LogTail.lines(folder.clusterLog(), LAST_WORDS);
    } catch (IOException _) {
      return List.of(); // said nothing: the message stands without
    }
  }

  long pid() {
    return process.pid();
  }

  /** Returns what KUBECONFIG is for its users. */
  Path kubeconfig() {
    return folder.cluster().resolve("kubeconfig");
  }

  /** Returns the URL of its control port. */
  String control() throws CommandException {
    try {
      return Files.readString(folder.cluster().resolve("control")).strip();
    } catch (IOException e) {
      throw failed("does not say where its control port is", e);
    }
  }

  /** Switches a fault, and returns when it is in effect. */
  void make(String fault) throws CommandException, InterruptedException {
    try (Web.Exchange exchange = new Web(signal).post(control() + "/" + fault)) {
      String _ = exchange.answer();
    }
  }

  /** Waits until the end is requested; fails if the cluster ends before. */
  void awaitEnd() throws CommandException, InterruptedException {
    try {
      signal.await(process.onExit());
    } catch (ExecutionException e) {
      throw new IllegalStateException("waiting for the end of a process cannot fail", e);
    }
    throw failed("ended by itself, with " + process.exitValue(), null);
  }

  /** Ends it, by force if it does not end on request. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
    } catch (IOException _) {
      // it has ended already
    }
    try {
      if (!process.waitFor(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
