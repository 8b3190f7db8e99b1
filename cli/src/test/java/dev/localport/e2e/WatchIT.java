package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code status --watch} on a terminal of its own, and output that cannot be written. */
@Tag("ci")
@BesideOthers
class WatchIT {
  private static final String OLD_SCREEN = "\u001b[?1049l";

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

  /**
   * Watches on a terminal that util-linux' script makes, in a Java that knows ASCII alone.
   *
   * @param locale the user's, as the launcher keeps it
   */
  private RunningProgram watch(String locale, String... options)
      throws IOException, InterruptedException {
    Process probe = new ProcessBuilder("script", "--version").start();
    assumeThat(probe.waitFor()).as("no script of util-linux on the PATH").isZero();
    List<String> words = new ArrayList<>(List.of("status", "--watch"));
    words.addAll(List.of(options));
    ProcessBuilder builder = localport.builder(words.toArray(String[]::new));
    String command =
        builder.command().stream()
            .map(word -> "'" + word.replace("'", "'\\''") + "'")
            .collect(Collectors.joining(" ", "exec ", ""));
    builder.command(new ArrayList<>(List.of("script", "-qfec", command, "/dev/null")));
    builder.environment().put("LC_ALL", "C");
    builder.environment().put("LOCALPORT_LC_ALL", locale);
    builder.environment().put("TERM", "xterm");
    builder.environment().put("SHELL", "/bin/sh");
    return RunningProgram.start(builder);
  }

  @Test
  void signsNeedNoLocaleOfJavasAndARestartOfTheDaemonIsSaid()
      throws IOException, InterruptedException {
    try (RunningProgram watch = watch("C.UTF-8", "-o", "wide")) {
      watch.awaitLine("a sign", line -> line.contains("web") && line.contains("◌ suspended"));

      assertThat(localport.run("daemon", "restart").exit()).isZero();

      watch.awaitLine("the daemon was restarted");
      long next = localport.findDaemon().orElseThrow().pid();
      watch.awaitLine("daemon: pid " + next);
      assertThat(watch.isAlive()).isTrue();
    }
  }

  @Test
  void aUserWhoseLocaleIsNotUtf8GetsAscii() throws IOException, InterruptedException {
    try (RunningProgram watch = watch("C")) {
      watch.awaitLine("a sign", line -> line.contains("web") && line.contains("x waiting"));
    }
  }

  @Test
  void sigtermGivesTheOldScreenBackWithoutAStackTrace() throws IOException, InterruptedException {
    try (RunningProgram watch = watch("C.UTF-8")) {
      watch.awaitLine("q: quit");
      ProcessHandle program =
          Await.until(
                  "the program",
                  () -> ProcessHandle.of(watch.pid()).orElseThrow().children().toList(),
                  children -> !children.isEmpty())
              .getFirst();

      program.destroy();

      Result result = watch.awaitEnd();
      assertThat(result.stdout()).contains(OLD_SCREEN).doesNotContain("Exception", "\tat ");
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
}
