package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A terminal of tmux, whose screen is read and whose keys are pressed. */
final class TmuxTerminal implements AutoCloseable {
  private final Path socket;

  private TmuxTerminal(Path socket) {
    this.socket = socket;
  }

  /** Runs a program on a terminal of this size; the test is skipped where there is no tmux. */
  static TmuxTerminal run(ProcessBuilder program, int columns, int rows)
      throws IOException, InterruptedException {
    assumeThat(new ProcessBuilder("sh", "-c", "command -v tmux").start().waitFor())
        .as("no tmux on the PATH")
        .isZero();
    TmuxTerminal terminal = new TmuxTerminal(Files.createTempDirectory("ui").resolve("t"));
    List<String> command =
        new ArrayList<>(List.of("new-session", "-d", "-x", "" + columns, "-y", "" + rows));
    command.addAll(program.command());
    var _ = terminal.tmux(command, program.environment());
    return terminal;
  }

  /** Calls tmux and returns what it printed. */
  String tmux(String... arguments) throws IOException, InterruptedException {
    return tmux(List.of(arguments), Map.of());
  }

  private String tmux(List<String> arguments, Map<String, String> environment)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("tmux", "-u", "-f", "/dev/null", "-S", socket.toString()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = process.inputReader().readAllAsString();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).as(output).isTrue();
    return output;
  }

  /** Returns what is on the screen. */
  String screen() {
    try {
      return tmux("capture-pane", "-p");
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Waits until the screen is as it should be, and returns it. */
  String await(String what, Predicate<String> isThere) {
    return Await.until(what, this::screen, isThere);
  }

  /** Waits until a text is on the screen, and returns all of it. */
  String await(String text) {
    return await("on the screen: " + text, screen -> screen.contains(text));
  }

  /** Waits until a program that ran on it alone has ended. */
  void awaitEnd() {
    var _ = await("the end of the session", screen -> screen.contains("no server running"));
  }

  /** Presses keys, by their names in tmux. */
  void press(String... keys) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("send-keys"));
    command.addAll(List.of(keys));
    var _ = tmux(command, Map.of());
  }

  void resize(int columns, int rows) throws IOException, InterruptedException {
    var _ = tmux("resize-window", "-x", "" + columns, "-y", "" + rows);
  }

  /** Returns the number of the process that runs on it. */
  long pid() throws IOException, InterruptedException {
    return Long.parseLong(tmux("display-message", "-p", "#{pane_pid}").strip());
  }

  @Override
  public void close() throws IOException {
    try {
      var _ = tmux("kill-server");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } finally {
      Files.deleteIfExists(socket);
      Files.delete(socket.getParent());
    }
  }
}
