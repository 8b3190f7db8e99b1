package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code status --watch} on a terminal of its own, and output that cannot be written. */
@Tag("ci")
@BesideOthers
class WatchIT {
  @TempDir Path temporary;
  private LocalportProgram localport;

  @BeforeEach
  void open() throws IOException, InterruptedException {
    Path kubeconfig = temporary.resolve("kubeconfig");
    Files.writeString(
        kubeconfig,
        """
        current-context: gone
        contexts: [{name: gone, context: {cluster: c}}]
        clusters: [{name: c, cluster: {server: "http://127.0.0.1:9"}}]
        """);
    localport = new LocalportProgram(temporary, kubeconfig);
    localport.config(SimulatedCluster.WEB);
    assertThat(localport.run("start", "--no-wait").exit()).isZero();
  }

  @AfterEach
  void close() throws IOException {
    localport.close();
  }

  private TmuxTerminal table(String locale, String... options)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("status", "--watch", "--plain"));
    words.addAll(List.of(options));
    ProcessBuilder builder = localport.builder(words.toArray(String[]::new));
    builder.environment().put("LC_ALL", "C"); // a Java that knows ASCII alone
    builder.environment().put("LOCALPORT_LC_ALL", locale);
    return TmuxTerminal.run(builder, 100, 24);
  }

  @Test
  void signsNeedNoLocaleOfJavasAndARestartOfTheDaemonIsSaid()
      throws IOException, InterruptedException {
    try (TmuxTerminal watch = table("C.UTF-8", "-o", "wide")) {
      watch.await("◌ suspended");

      assertThat(localport.run("daemon", "restart").exit()).isZero();

      watch.await("the daemon was restarted");
      long next = localport.findDaemon().orElseThrow().pid();
      watch.await("daemon: pid " + next);
      watch.press("q");
      watch.awaitEnd();
    }
  }

  @Test
  void aUserWhoseLocaleIsNotUtf8GetsAscii() throws IOException, InterruptedException {
    try (TmuxTerminal watch = table("C")) {
      watch.await("x waiting");
    }
  }

  @Test
  void aStatusThatAFullDiskTakesHasFailed() throws IOException, InterruptedException {
    Path full = Path.of("/dev/full");
    assumeThat(Files.exists(full)).as("no /dev/full here").isTrue();
    ProcessBuilder builder = localport.builder("status").redirectOutput(full.toFile());
    Process status = builder.start();

    assertThat(status.errorReader().readAllAsString())
        .endsWith("standard output cannot be written: No space left on device\n");
    assertThat(status.waitFor()).isEqualTo(1);
  }

  @Test
  void aStatusLoadsNothingOfAScreen() throws IOException, InterruptedException {
    Path classes = temporary.resolve("classes");
    ProcessBuilder status = localport.builder("status");
    List<String> command = new ArrayList<>(status.command());
    command.addAll(
        command.indexOf("-cp"),
        List.of("-XX:AOTMode=off", "-Xlog:class+load:file=" + classes + "::filecount=0"));
    Process process = status.command(command).start();
    assertThat(process.inputReader().readAllAsString()).contains("web");
    assertThat(process.waitFor()).isZero();

    List<String> loaded =
        Files.readAllLines(classes).stream()
            .map(line -> line.replaceFirst(".*\\] ", ""))
            .filter(line -> line.startsWith("org.jline.") || line.startsWith("dev.localport.cli."))
            .map(line -> line.replaceFirst(" .*", ""))
            .toList();
    assertThat(loaded)
        .contains("dev.localport.cli.command.StatusCommand")
        .noneMatch(name -> name.startsWith("org.jline.") || name.contains(".cli.ui."));
  }
}
