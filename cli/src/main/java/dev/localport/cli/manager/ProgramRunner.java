package dev.localport.cli.manager;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs programs of this machine, each with a deadline. Thread-safe. */
public final class ProgramRunner implements Runner {
  /** Longer than a unit may take to stop: see {@code TimeoutStopSec} in {@link UnitText}. */
  private static final Duration LIMIT = Duration.ofSeconds(45);

  private final Map<String, String> environment;
  private final Duration limit;

  /** Gives programs exactly these variables. */
  public ProgramRunner(Map<String, String> environment) {
    this(environment, LIMIT);
  }

  ProgramRunner(Map<String, String> environment, Duration limit) {
    this.environment = Map.copyOf(environment);
    this.limit = limit;
  }

  @Override
  public ProgramResult run(List<String> command) throws ManagerProblem {
    Process process;
    try {
      process = start(command);
    } catch (IOException e) {
      return new ProgramResult(ProgramResult.MISSING, "", String.valueOf(e.getMessage()));
    }
    try {
      return outcome(command, process);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new ManagerProblem("interrupted while waiting for: " + String.join(" ", command));
    } finally {
      process.destroyForcibly();
    }
  }

  private Process start(List<String> command) throws IOException {
    List<String> words = new ArrayList<>(command);
    words.set(0, resolved(command.getFirst()));
    ProcessBuilder builder =
        new ProcessBuilder(words).directory(new File("/")).redirectInput(new File("/dev/null"));
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.start();
  }

  /* Java looks into the PATH of its own process, which is not the shell's in tests. */
  private String resolved(String program) throws IOException {
    return Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .map(folder -> new File(folder, program))
        .filter(file -> file.isAbsolute() && file.canExecute())
        .map(File::getPath)
        .findFirst()
        .orElseThrow(() -> new IOException(program + " was not found"));
  }

  private ProgramResult outcome(List<String> command, Process process)
      throws InterruptedException, ManagerProblem {
    FutureTask<String> out = reader(process.getInputStream());
    FutureTask<String> err = reader(process.getErrorStream());
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new ManagerProblem(
          String.join(" ", command) + " did not end within " + limit.toSeconds() + "s");
    }
    return new ProgramResult(process.exitValue(), text(out), text(err));
  }

  private static FutureTask<String> reader(InputStream stream) {
    FutureTask<String> task =
        new FutureTask<>(() -> new String(stream.readAllBytes(), StandardCharsets.UTF_8));
    Thread _ = Thread.ofVirtual().start(task);
    return task;
  }

  private static String text(FutureTask<String> stream) throws InterruptedException {
    try {
      return stream.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException) {
        return ""; // the pipe broke: the exit code stands without words
      }
      throw new IllegalStateException("reading a program's output", e);
    }
  }
}
