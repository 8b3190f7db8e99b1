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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The interactive screen in a terminal of tmux, driven by keys. */
@Tag("ci")
class UiIT {
  @TempDir Path temporary;
  private SimulatedCluster cluster;
  private LocalportProgram localport;
  private Path socket;

  @BeforeEach
  void open() throws IOException, InterruptedException {
    assumeThat(new ProcessBuilder("sh", "-c", "command -v tmux").start().waitFor())
        .as("no tmux on the PATH")
        .isZero();
    cluster = SimulatedCluster.start(temporary);
    localport = new LocalportProgram(temporary, cluster.kubeconfig());
    localport.config(
        """
        version: "1.0"
        services:
          - name: shop-web
            connection: {context: demo, namespace: demo, resource_name: web}
            ports: ["auto:80"]
          - name: orders
            tags: [data]
            connection: {context: demo, namespace: demo, resource_name: web}
            ports: ["auto:80"]
        """);
    assertThat(localport.run("start").exit()).isZero();
    socket = Files.createTempDirectory("ui").resolve("t");
    ProcessBuilder ui = localport.builder("ui");
    List<String> command = new ArrayList<>(List.of("new-session", "-d", "-x", "100", "-y", "24"));
    command.addAll(ui.command());
    tmux(command, ui.environment());
    awaitScreen("2 up");
  }

  @AfterEach
  void close() throws IOException, InterruptedException {
    if (cluster != null) {
      tmux(List.of("kill-server"), Map.of());
      Files.deleteIfExists(socket);
      Files.delete(socket.getParent());
      localport.close();
      cluster.close();
    }
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

  private String screen() {
    try {
      return tmux(List.of("capture-pane", "-p"), Map.of());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void awaitScreen(String text) {
    var _ = Await.until("on the screen: " + text, this::screen, screen -> screen.contains(text));
  }

  private void press(String... keys) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("send-keys"));
    command.addAll(List.of(keys));
    tmux(command, Map.of());
  }

  @Test
  void itIsDrivenByKeysAndOutlivesADaemonAndAResize() throws IOException, InterruptedException {
    press("/", "d", "a", "t", "a", "Enter");
    awaitScreen("filter: data");
    assertThat(screen()).contains("orders").doesNotContain("shop-web");

    press("Enter");
    awaitScreen("Details of orders");
    awaitScreen("Last events");
    press("Escape");
    awaitScreen("Enter details");

    press("x");
    awaitScreen("1 stopped");
    press("s");
    awaitScreen("2 up");

    press("Escape");
    awaitScreen("shop-web");
    System.out.println(screen());
    assertThat(localport.run("daemon", "stop").exit()).isZero();
    awaitScreen("The daemon is not running");
    assertThat(localport.run("daemon", "start").exit()).isZero();
    awaitScreen("2 up");

    tmux(List.of("resize-window", "-x", "60", "-y", "12"), Map.of());
    var _ =
        Await.until(
            "a smaller screen",
            this::screen,
            screen -> screen.lines().count() <= 12 && screen.contains("shop-web"));
    System.out.println(screen());

    press("q");
    var _ =
        Await.until(
            "the end of the session", this::screen, screen -> screen.contains("no server running"));
  }
}
