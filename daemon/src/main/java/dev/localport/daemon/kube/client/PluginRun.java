package dev.localport.daemon.kube.client;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One run of a program to its end, or until {@link #kill}. {@link #output} belongs on a thread that
 * nothing else needs; any thread may kill.
 */
final class PluginRun {
  private static final Duration PATIENCE = Duration.ofMinutes(2); // a person may have to log in
  private static final Duration OUTPUT_PATIENCE = Duration.ofSeconds(5);
  private static final int MOST_OUTPUT = 1 << 20; // characters; certificates fit many times
  private static final int CHUNK = 8 << 10;

  private final Process process;

  /** Why a run gave no output, in words that continue "the credential plug-in X ". */
  static final class RunException extends Exception {
    private static final long serialVersionUID = 1L;

    RunException(String message) {
      super(message);
    }
  }

  private PluginRun(Process process) {
    this.process = process;
  }

  /**
   * Starts a program.
   *
   * @param environment all of its variables
   * @throws IOException if it cannot be started
   */
  static PluginRun start(List<String> words, Map<String, String> environment) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    return new PluginRun(process);
  }

  /** Ends the program and what it started, at once. */
  void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly); // a script leaves no children
    process.destroyForcibly();
  }

  /** Waits for the end and returns what the program printed; nothing of it runs on after that. */
  String output() throws RunException, InterruptedException {
    CompletableFuture<String> complaint = reading(process.errorReader(StandardCharsets.UTF_8));
    CompletableFuture<String> output = reading(process.inputReader(StandardCharsets.UTF_8));
    try {
      if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new RunException("did not respond within " + PATIENCE.toMinutes() + " min");
      }
      if (process.exitValue() != 0) {
        throw new RunException(
            "ended with %d: %s"
                .formatted(process.exitValue(), PluginWords.complaint(rest(complaint))));
      }
      return rest(output);
    } catch (TimeoutException _) {
      throw new RunException("has ended, but a process that it started keeps its output open");
    } catch (ExecutionException e) {
      throw new RunException("cannot be read: " + e.getCause());
    } finally {
      kill();
    }
  }

  private static String rest(CompletableFuture<String> text)
      throws InterruptedException, ExecutionException, TimeoutException {
    return text.get(OUTPUT_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  /*
   * A read from a pipe keeps its thread in the kernel. On a virtual thread that would be a carrier:
   * one plug-in that hangs would hold two of them, and with two processors the whole daemon.
   */
  private static CompletableFuture<String> reading(Reader reader) {
    CompletableFuture<String> text = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name("plugin-output")
        .start(() -> {
          try (reader) {
            text.complete(most(reader));
          } catch (IOException e) {
            text.completeExceptionally(e);
          }
        });
    return text;
  }

  /* All is read, so that the program does not wait for us; what is too much is not kept. */
  private static String most(Reader reader) throws IOException {
    StringWriter kept = new StringWriter();
    char[] chunk = new char[CHUNK];
    for (int read = reader.read(chunk); read >= 0; read = reader.read(chunk)) {
      kept.write(chunk, 0, Math.min(read, MOST_OUTPUT - kept.getBuffer().length()));
    }
    return kept.toString();
  }
}
