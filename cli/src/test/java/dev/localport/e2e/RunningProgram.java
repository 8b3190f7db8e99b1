package dev.localport.e2e;

import dev.localport.testing.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A process under test: its lines are kept as they come, and can be waited for. Closing kills it.
 * May be used from any thread.
 */
public final class RunningProgram implements AutoCloseable {
  private final Process process;
  private final List<String> stdout = new CopyOnWriteArrayList<>();
  private final List<String> stderr = new CopyOnWriteArrayList<>();
  private final List<Thread> readers;

  private RunningProgram(Process process) {
    this.process = process;
    this.readers =
        List.of(
            reader("stdout", process.inputReader(StandardCharsets.UTF_8), stdout),
            reader("stderr", process.errorReader(StandardCharsets.UTF_8), stderr));
  }

  /** Starts the process; its standard input stays open and empty until {@link #close}. */
  public static RunningProgram start(ProcessBuilder builder) throws IOException {
    return new RunningProgram(builder.start());
  }

  private static Thread reader(String name, BufferedReader from, List<String> to) {
    return Thread.ofPlatform().daemon().name(name).start(() -> copyLines(from, to));
  }

  private static void copyLines(BufferedReader from, List<String> to) {
    try (from) {
      from.lines().forEach(to::add);
    } catch (IOException | UncheckedIOException _) {
      // the process was killed while it wrote: what came until then is there
    }
  }

  /** Returns the lines of standard output so far. */
  public List<String> stdout() {
    return List.copyOf(stdout);
  }

  /** Returns the lines of standard error so far. */
  public List<String> stderr() {
    return List.copyOf(stderr);
  }

  /** Writes a line to its standard input. */
  public void writeLine(String line) throws IOException {
    Writer input = process.outputWriter(StandardCharsets.UTF_8);
    input.write(line + "\n");
    input.flush();
  }

  /** Returns the process number. */
  public long pid() {
    return process.pid();
  }

  /** Tells whether the process runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Waits for a line on either stream that contains the text, and returns the first such line. */
  public String awaitLine(String part) throws InterruptedException {
    return awaitLine("line with \"%s\"".formatted(part), line -> line.contains(part));
  }

  /** Waits for a line on either stream that is as wanted, and returns the first such line. */
  public String awaitLine(String description, Predicate<String> wanted)
      throws InterruptedException {
    Await.until(
        description + " of " + process.info().commandLine().orElse("the program"),
        () -> Stream.of(stdout(), stderr()).toList(),
        lines -> lines.stream().flatMap(List::stream).anyMatch(wanted));
    return Stream.of(stdout, stderr).flatMap(List::stream).filter(wanted).findFirst().orElseThrow();
  }

  /** Does what Ctrl-C does to this process alone: SIGINT. */
  public void interrupt() throws IOException, InterruptedException {
    signal("INT");
  }

  /** Sends a signal by its short name, such as {@code TERM} or {@code STOP}. */
  public void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  /**
   * Waits for the end and returns how it went.
   *
   * @throws AssertionError if it does not end in time; it is killed then
   */
  public Result awaitEnd() throws InterruptedException {
    boolean ended = process.waitFor(Await.LIMIT.toSeconds(), TimeUnit.SECONDS);
    if (!ended) {
      process.destroyForcibly().waitFor();
    }
    for (Thread reader : readers) {
      if (!reader.join(Await.LIMIT)) { // a shell that reads the output would hang as well
        throw new AssertionError("ended, but a child of it holds its " + reader.getName());
      }
    }
    Result result = new Result(process.exitValue(), text(stdout), text(stderr));
    if (!ended) {
      throw new AssertionError("did not end within %s: %s".formatted(Await.LIMIT, result));
    }
    return result;
  }

  private static String text(List<String> lines) {
    return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
