package dev.localport.e2e.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.testing.Await;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A terminal whose screens are kept while commands are typed into it. It is two servers of tmux:
 * the outer one shows the inner one whole, with the line between two panes.
 */
final class RecordedTerminal implements Closeable {
  private static final Duration STEP = Duration.ofMillis(120);

  private final ReadersShell shell;
  private final Path folder;
  private final Recording recording = new Recording();
  private long seen = System.nanoTime();

  RecordedTerminal(ReadersShell shell, int columns, int rows)
      throws IOException, InterruptedException {
    this.shell = shell;
    this.folder = Files.createTempDirectory("rec");
    Path settings =
        Files.writeString(
            folder.resolve("conf"),
            """
            set -g status off
            set -g default-terminal tmux-256color
            set -g pane-border-style fg=brightblack
            set -g pane-active-border-style fg=brightblack
            set -g default-command "env PS1='$ ' sh"
            """);
    String width = Integer.toString(columns);
    String height = Integer.toString(rows);
    tmux("in", "-f", settings.toString(), "new-session", "-d", "-x", width, "-y", height);
    tmux(
        "out",
        "-f",
        settings.toString(),
        "new-session",
        "-d",
        "-x",
        width,
        "-y",
        height,
        "env -u TMUX tmux -u -S " + folder.resolve("in") + " attach");
    await(screen -> screen.startsWith("$"));
  }

  private String tmux(String server, String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("tmux", "-u", "-S", folder.resolve(server).toString()));
    command.addAll(List.of(arguments));
    Process process = shell.builder(command).redirectErrorStream(true).start();
    String output = process.inputReader().readAllAsString();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).as(output).isTrue();
    return output;
  }

  private String look() throws IOException, InterruptedException {
    long now = System.nanoTime();
    String screen = tmux("out", "capture-pane", "-e", "-p");
    recording.add(Math.max(1, (now - seen) / 1_000_000), screen.lines().toList());
    seen = now;
    return tmux("out", "capture-pane", "-p");
  }

  /** Records until the screen is as wanted. */
  void await(Predicate<String> wanted) {
    var _ =
        Await.until(
            "a screen as wanted",
            () -> {
              Await.pass(STEP);
              return look();
            },
            wanted);
  }

  /** Types a command in the upper pane, word by word, and Enter. */
  void type(String line) throws IOException, InterruptedException {
    type("0", line);
  }

  /** As {@link #type(String)}, in the lower pane. */
  void typeBelow(String line) throws IOException, InterruptedException {
    type("1", line);
  }

  private void type(String pane, String line) throws IOException, InterruptedException {
    for (String word : line.split("(?<= )", -1)) {
      tmux("in", "send-keys", "-t", ":." + pane, "-l", "--", word);
      Await.pass(STEP);
      look();
    }
    tmux("in", "send-keys", "-t", ":." + pane, "Enter");
  }

  /** Presses a key by its name in tmux. */
  void press(String key) throws IOException, InterruptedException {
    tmux("in", "send-keys", "-t", ":.0", key);
  }

  /** Opens a pane below, of so many lines. */
  void split(int lines) throws IOException, InterruptedException {
    tmux("in", "split-window", "-v", "-l", Integer.toString(lines));
  }

  void closeBelow() throws IOException, InterruptedException {
    tmux("in", "kill-pane", "-t", ":.1");
  }

  /** Lets the reader look for this long, without waiting for it. */
  void dwell(long millis) throws IOException, InterruptedException {
    look();
    recording.dwell(millis);
  }

  int frames() {
    return recording.frames().size();
  }

  Recording recording() {
    return recording;
  }

  @Override
  public void close() throws IOException {
    try {
      tmux("in", "kill-server");
      tmux("out", "kill-server");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while tmux ended");
    }
    for (String name : List.of("in", "out", "conf")) {
      Files.deleteIfExists(folder.resolve(name));
    }
    Files.delete(folder);
  }
}
