package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that run with the services that they need. */
@Tag("ci")
@OnRealCluster
@BesideOthers
class RunIT {
  private static final String SERVICES =
      """
      version: "1.0"
      services:
        - name: web
          connection: {namespace: lp-demo, resource_name: web}
          ports: ["auto:8000"]
          env:
            WEB_URL: http://{host}:{port}/
        - name: other
          connection: {namespace: lp-demo, resource_name: web}
          ports: ["auto:8000"]
        - name: sick
          connection: {namespace: lp-demo, resource_name: web}
          ports: ["auto:8000"]
          health_check: {type: http, config: {url: /status/500}}
      """;

  /** Goes on until there is a file, whatever it is asked to do. */
  private static final String STUBBORN =
      "trap 'echo heard TERM' TERM; trap 'echo heard INT' INT; echo begun;"
          + " while ! test -e end; do sleep 0.1; done; exit 9";

  @TempDir Path temporary;

  private LocalportProgram program(TestCluster cluster) throws IOException {
    LocalportProgram localport = new LocalportProgram(temporary, cluster.kubeconfig());
    localport.config(SERVICES);
    return localport;
  }

  private static List<String> running(LocalportProgram localport)
      throws IOException, InterruptedException {
    return localport.json("status", "-o", "json").objects("services").stream()
        .filter(service -> !service.text("state").equals("stopped"))
        .map(service -> service.text("name"))
        .toList();
  }

  private static void awaitRunning(LocalportProgram localport, String... names) {
    List<String> wanted = List.of(names);
    Await.until("these run: " + wanted, () -> running(localport), wanted::equals);
  }

  private static void end(LocalportProgram localport) throws IOException {
    Path _ = Files.createFile(localport.folder().resolve("end"));
  }

  @Test
  void aCommandThatFailsEndsWithItsCodeAndStopsWhatWasStartedForIt(TestCluster cluster)
      throws IOException, InterruptedException {
    try (LocalportProgram localport = program(cluster)) {
      assertThat(localport.run("start", "other", "--timeout", "60").exit()).isZero();

      Result result =
          localport.run(
              "run", "web", "other", "--", "sh", "-c", "echo $WEB_URL $LOCALPORT_WEB_PORT; exit 7");

      assertThat(result.exit()).as(result.toString()).isEqualTo(7);
      assertThat(result.stdout()).matches("http://127\\.0\\.0\\.1:(\\d+)/ \\1\n");
      assertThat(result.stderr()).contains("✓ web ", "✓ other ");
      awaitRunning(localport, "other");
    }
  }

  @Test
  void aServiceThatNeverBecomesHealthyKeepsTheCommandFromRunning(TestCluster cluster)
      throws IOException, InterruptedException {
    try (LocalportProgram localport = program(cluster)) {
      Result result = localport.run("run", "web", "sick", "--timeout", "5", "--", "echo", "run");

      assertThat(result.exit()).as(result.toString()).isEqualTo(3);
      assertThat(result.stdout()).isEmpty();
      assertThat(result.stderr())
          .contains("✗ sick ", "returned 500")
          .endsWith("echo was not run: sick is not ready; to find out why: localport start sick\n");
      awaitRunning(localport);
    }
  }

  @Test
  void aCommandThatIsAskedToEndDecidesWhen(TestCluster cluster)
      throws IOException, InterruptedException {
    try (LocalportProgram localport = program(cluster);
        RunningProgram run = localport.start("run", "web", "--", "sh", "-c", STUBBORN)) {
      run.awaitLine("begun");

      run.signal("TERM");
      run.awaitLine("heard TERM");
      run.signal("TERM");
      run.awaitLine("still runs; to kill it: kill -9 ");
      assertThat(running(localport)).containsExactly("web");

      end(localport);
      assertThat(run.awaitEnd().exit()).isEqualTo(9);
      awaitRunning(localport);
    }
  }

  @Test
  void aCommandThatASignalEndsIsReportedAsShellsDo(TestCluster cluster)
      throws IOException, InterruptedException {
    try (LocalportProgram localport = program(cluster);
        RunningProgram run =
            localport.start("run", "web", "--", "sh", "-c", "echo begun; exec sleep 1000")) {
      run.awaitLine("begun");

      run.signal("TERM");

      assertThat(run.awaitEnd().exit()).isEqualTo(128 + 15);
      awaitRunning(localport);
    }
  }

  @Test
  void ctrlCOfATerminalReachesTheCommandOnce(TestCluster cluster)
      throws IOException, InterruptedException {
    try (LocalportProgram localport = program(cluster)) {
      ProcessBuilder builder = localport.builder("run", "web", "--", "sh", "-c", STUBBORN);
      List<String> command = new ArrayList<>();
      command.addAll(
          List.of(
              "sh",
              "-c",
              "cd '%s'; trap : INT; \"$@\"; echo exit=$?; sleep 1000".formatted(localport.folder()),
              "sh"));
      command.addAll(builder.command());
      try (TmuxTerminal terminal = TmuxTerminal.run(builder.command(command), 100, 30)) {
        terminal.await("begun");

        terminal.press("C-c");
        terminal.await("heard INT");
        end(localport);

        String screen = terminal.await("exit=9");
        assertThat(screen.lines().filter(line -> line.contains("heard INT"))).hasSize(1);
        awaitRunning(localport);
      }
    }
  }

  @Test
  void twoCommandsShareAServiceWhichLastsAsLongAsEither(TestCluster cluster)
      throws IOException, InterruptedException {
    try (LocalportProgram localport = program(cluster);
        RunningProgram one = localport.start("run", "web", "--", "sh", "-c", "echo one; read x")) {
      one.awaitLine("one");
      try (RunningProgram two =
          localport.start("run", "web", "other", "--", "sh", "-c", "echo two; read x")) {
        two.awaitLine("two");

        one.writeLine("");
        assertThat(one.awaitEnd().exit()).isZero();
        assertThat(running(localport)).containsExactly("other", "web");

        two.writeLine("");
        assertThat(two.awaitEnd().exit()).isZero();
        awaitRunning(localport);
      }
    }
  }

  @Test
  void theServicesComeBackAfterACrashOfTheDaemonAndTheCommandGoesOn(TestCluster cluster)
      throws IOException, InterruptedException {
    try (LocalportProgram localport = program(cluster);
        RunningProgram run = localport.start("run", "web", "--", "sh", "-c", "echo on; read x")) {
      run.awaitLine("on");

      localport.findDaemon().orElseThrow().destroyForcibly();
      run.awaitLine("the daemon crashed; restarting it for web, see: localport logs");

      Await.until(
          "web is back",
          () -> localport.json("status", "-o", "json").objects("services").getLast().text("state"),
          "connected"::equals);
      assertThat(localport.run("stop", "web").exit()).isZero();
      run.awaitLine("web was stopped by another command");
      assertThat(localport.run("daemon", "stop").exit()).isZero();
      run.awaitLine("the daemon was stopped, and web with it");
      run.writeLine("");
      assertThat(run.awaitEnd().exit()).isZero();
    }
  }

  @Test
  void theServicesEndWithARunThatIsKilled(TestCluster cluster)
      throws IOException, InterruptedException {
    try (LocalportProgram localport = program(cluster);
        RunningProgram run = localport.start("run", "web", "--", "sh", "-c", "echo on; read x")) {
      run.awaitLine("on");

      run.signal("KILL");

      awaitRunning(localport);
    }
  }
}
