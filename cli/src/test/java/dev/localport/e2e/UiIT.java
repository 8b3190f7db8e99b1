package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.testing.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The interactive screen in a terminal of tmux, driven by keys. */
class UiIT {
  @TempDir Path temporary;
  private SimulatedCluster cluster;
  private LocalportProgram localport;

  @BeforeEach
  void open() throws IOException, InterruptedException {
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
          - name: broken
            tags: [bad]
            connection: {context: demo, namespace: demo, resource_type: deployment, resource_name: web}
            ports: ["auto:9999"]
          - name: unwell
            tags: [bad]
            connection: {context: demo, namespace: demo, resource_name: web}
            ports: ["auto:80"]
            health_check: {type: http, interval: 1s, failure_threshold: 1, config: {url: /nope}}
        """);
    assertThat(localport.run("start", "shop-web", "orders").exit()).isZero();
  }

  @AfterEach
  void close() throws IOException {
    localport.close();
    cluster.close();
  }

  private TmuxTerminal ui(String... words) throws IOException, InterruptedException {
    return TmuxTerminal.run(localport.builder(words), 100, 24);
  }

  @Test
  @Tag("ci")
  void itIsDrivenByKeysAndOutlivesADaemonAndAResize() throws IOException, InterruptedException {
    try (TmuxTerminal ui = ui("ui")) {
      ui.await("2 up");
      ui.press("/", "d", "a", "t", "a", "Enter");
      ui.await("filter: data");
      assertThat(ui.screen()).contains("orders").doesNotContain("shop-web");

      ui.press("Enter");
      ui.await("Details of orders");
      ui.await("Last events");
      ui.press("Escape");
      ui.await("Enter details");

      ui.press("x");
      ui.await("stop orders in demo? (y/n)");
      ui.press("n");
      ui.await("orders was not stopped");
      ui.press("x");
      ui.await("stop orders in demo? (y/n)");
      ui.press("y");
      ui.await("3 stopped");
      ui.press("s");
      ui.await("2 up");

      ui.press("Escape");
      ui.await("shop-web");
      assertThat(localport.run("daemon", "stop").exit()).isZero();
      ui.await("The daemon is not running");
      assertThat(localport.run("daemon", "start").exit()).isZero();
      ui.await("2 up");
      assertThat(localport.run("daemon", "restart").exit()).isZero();
      ui.await("two are up again", screen -> screen.contains("2 up") && !screen.contains("daemon"));

      for (List<Integer> size : List.of(List.of(40, 8), List.of(200, 60), List.of(80, 24))) {
        ui.resize(size.get(0), size.get(1));
        String screen =
            ui.await(
                "a screen of " + size,
                now ->
                    now.lines().count() == size.get(1) && now.stripTrailing().endsWith("q quit"));
        assertThat(screen).contains("▸ ");
        System.out.println(screen);
      }
      ui.press("q");
      ui.awaitEnd();
    }
  }

  @Test
  @Tag("ci")
  void aRefusedConnectionAndAFailingHealthCheckAreSeenSoon()
      throws IOException, InterruptedException {
    try (TmuxTerminal ui = ui("status", "--watch", "--tag", "bad")) {
      ui.await("2 stopped");
      assertThat(localport.run("start", "broken").exit()).isZero();
      ui.await("1 up");
      int port = Integer.parseInt(localport.run("port", "broken").stdout().strip());
      long refused = System.nanoTime();
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
      } catch (IOException _) {
        // reset: it is refused as well
      }
      ui.await("◐ refused");
      say("a refused connection", refused);

      long started = System.nanoTime();
      assertThat(localport.run("start", "--no-wait", "unwell").exit()).isZero();
      ui.await("◐ unhealthy");
      say("a failing health check, from the start of its service", started);
      assertThat(ui.screen()).contains("2 degraded").doesNotContain("shop-web");
    }
  }

  private static void say(String what, long since) {
    System.out.printf("%s is on the screen after %d ms%n", what, millis(since));
  }

  private static long millis(long since) {
    return (System.nanoTime() - since) / 1_000_000;
  }

  @Test
  @Tag("long")
  void whateverEndsItTheShellHasItsTerminalBack() throws IOException, InterruptedException {
    try (TmuxTerminal terminal = shell("ui")) {
      for (String key : List.of("q", "C-c")) {
        begin(terminal);
        terminal.press(key);
        assertIsBack(terminal, key);
      }
      begin(terminal);
      terminate(terminal);
      assertIsBack(terminal, "TERM");
    }
  }

  @Test
  @Tag("long")
  void sigtermGivesTheScreenBackThatTheTableTook() throws IOException, InterruptedException {
    try (TmuxTerminal terminal = shell("status", "--watch", "--plain")) {
      begin(terminal);
      terminate(terminal);
      assertIsBack(terminal, "TERM");
    }
  }

  private TmuxTerminal shell(String... words) throws IOException, InterruptedException {
    ProcessBuilder shell = localport.builder(words);
    String command =
        shell.command().stream().map("'%s'"::formatted).collect(Collectors.joining(" "));
    Files.writeString(temporary.resolve("ui.sh"), "exec " + command + "\n");
    shell.environment().put("PS1", "ready> ");
    return TmuxTerminal.run(shell.command(List.of("sh", "-i")), 80, 24);
  }

  private void begin(TmuxTerminal terminal) throws IOException, InterruptedException {
    terminal.press("clear; echo before-$((40+2)); sh " + temporary.resolve("ui.sh"), "Enter");
    terminal.await("2 up");
  }

  /* What is typed before is lost with the end of raw mode. */
  private static void awaitPrompt(TmuxTerminal terminal) {
    terminal.await("a prompt", now -> now.stripTrailing().endsWith("ready>"));
  }

  private static void assertIsBack(TmuxTerminal terminal, String after)
      throws IOException, InterruptedException {
    awaitPrompt(terminal);
    assertThat(terminal.screen()).contains("before-42");
    terminal.press("stty -a; echo after-$((1+1))", "Enter");
    assertThat(terminal.await("after-2"))
        .as("after " + after)
        .contains(" icanon")
        .containsPattern("[; \n]isig")
        .containsPattern("[; \n]echo ")
        .doesNotContain("Exception", "cannot be used");
  }

  private static void terminate(TmuxTerminal terminal) throws IOException, InterruptedException {
    ProcessHandle shell = ProcessHandle.of(terminal.pid()).orElseThrow();
    ProcessHandle program =
        Await.until(
                "the program",
                () ->
                    shell
                        .descendants()
                        .filter(one -> one.info().command().orElse("").endsWith("java"))
                        .toList(),
                found -> !found.isEmpty())
            .getFirst();
    assertThat(program.destroy()).isTrue();
  }

  @Test
  @Tag("long")
  void withoutADaemonItSaysWhatToDoAndGoesOnWithTheNextOne()
      throws IOException, InterruptedException {
    assertThat(localport.run("daemon", "stop").exit()).isZero();
    ProcessBuilder ascii = localport.builder("ui");
    ascii.environment().put("LOCALPORT_LC_ALL", "C");
    try (TmuxTerminal ui = TmuxTerminal.run(ascii, 80, 24)) {
      ui.await("The daemon is not running; start it: localport daemon start");

      assertThat(localport.run("daemon", "start").exit()).isZero();

      assertThat(ui.await("2 up").strip()).matches("[\\p{ASCII}]*").contains("> ", "* up");
    }
  }
}
