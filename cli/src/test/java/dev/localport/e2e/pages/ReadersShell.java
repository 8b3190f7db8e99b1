package dev.localport.e2e.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.e2e.LocalportProgram;
import dev.localport.e2e.TestCluster;
import dev.localport.testing.Await;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A new user's shell: an empty home, the program as {@code localport} on the PATH, and a kubeconfig
 * whose one context is called {@code dev}.
 */
final class ReadersShell implements Closeable {
  /** The file that the README and the recorded session use. */
  static final String SHOP =
      """
      version: "1.0"

      services:
        - name: web
          connection: {resource_name: web, namespace: lp-demo}
          local_port: 18080
          remote_port: http

        - name: db
          tags: [data]
          connection: {resource_type: statefulset, resource_name: db, namespace: lp-demo}
          local_port: 15432
          remote_port: postgres

        - name: payments
          connection: {resource_name: crasher, namespace: lp-demo}
          local_port: 18081
          remote_port: 80
      """;

  private static final String LINE = "line"; // the session of the line that runs

  private static final Pattern CONTEXT = Pattern.compile("current-context: (\\S+)");

  private final LocalportProgram localport;
  private final Path programs;
  private final Path settings;
  private final Path socket;

  ReadersShell(Path temporary, TestCluster cluster) throws IOException {
    localport = new LocalportProgram(temporary, kubeconfig(temporary, cluster));
    programs = Files.createDirectory(temporary.resolve("bin"));
    settings =
        Files.writeString(
            temporary.resolve("tmux"),
            "set -g status off\nset -g remain-on-exit on\nset -g remain-on-exit-format ''\n");
    socket = Files.createTempDirectory("page").resolve("t");
    Path script = programs.resolve("localport");
    Files.writeString(
        script,
        "#!/bin/sh\nexec " + String.join(" ", quoted(localport.builder().command())) + " \"$@\"\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static Path kubeconfig(Path temporary, TestCluster cluster) throws IOException {
    String text = Files.readString(cluster.kubeconfig());
    Matcher context = CONTEXT.matcher(text);
    assertThat(context.find()).as("a current context").isTrue();
    String renamed = text.replaceAll("(?m): " + Pattern.quote(context.group(1)) + "$", ": dev");
    return Files.writeString(temporary.resolve("kubeconfig"), renamed);
  }

  private static List<String> quoted(List<String> words) {
    return words.stream().map(word -> "'" + word.replace("'", "'\\''") + "'").toList();
  }

  /** Returns the folder in which its lines run. */
  Path folder() {
    return localport.folder();
  }

  void write(String name, String text) throws IOException {
    Files.writeString(localport.folder().resolve(name), text);
  }

  /** Returns what starts a program in this shell's folder and with its variables. */
  ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder = localport.builder().command(command);
    builder.environment().merge("PATH", programs + ":", (path, first) -> first + path);
    builder.environment().put("TERM", "xterm-256color");
    return builder;
  }

  private void keepServer() throws IOException, InterruptedException {
    if (!Files.exists(socket)) {
      tmux("new-session", "-d", "-s", "keeper", "-x", "80", "-y", "200", "cat");
    }
  }

  /**
   * Runs a line in a terminal of 80 columns, and returns what stands on it at the end; a line that
   * the terminal wrapped is one line.
   */
  String run(String line) throws IOException, InterruptedException {
    keepServer();
    tmux("new-session", "-d", "-s", LINE, "-x", "80", "-y", "200", line);
    try {
      var _ =
          Await.until(
              "end of: " + line,
              () -> tmux("display-message", "-t", LINE, "-p", "#{pane_dead}"),
              dead -> dead.startsWith("1"));
      String screen = tmux("capture-pane", "-J", "-t", LINE, "-p");
      return screen.replaceAll("(?m) +$", "").stripTrailing() + "\n";
    } finally {
      tmux("kill-session", "-t", LINE);
    }
  }

  private String tmux(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("tmux", "-u", "-S", socket.toString()));
    command.addAll(List.of("-f", settings.toString()));
    command.addAll(List.of(arguments));
    return output(command);
  }

  private String output(List<String> command) throws IOException, InterruptedException {
    Process process = builder(command).redirectErrorStream(true).start();
    process.outputWriter(StandardCharsets.UTF_8).close();
    String output = process.inputReader(StandardCharsets.UTF_8).readAllAsString();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).as(output).isTrue();
    return output;
  }

  /** Returns the name of the one pod behind a deployment. */
  String pod(String deployment) throws IOException, InterruptedException {
    return run("kubectl -n lp-demo get pods --field-selector status.phase=Running -o name | grep -m 1 pod/"
            + deployment
            + "-")
        .strip()
        .replace("pod/", "");
  }

  @Override
  public void close() throws IOException {
    localport.close();
    if (Files.exists(socket)) {
      try {
        tmux("kill-server");
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while tmux ended");
      }
    }
    Files.deleteIfExists(socket);
    Files.delete(socket.getParent());
  }
}
