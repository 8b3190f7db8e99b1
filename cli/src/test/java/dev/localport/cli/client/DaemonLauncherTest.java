package dev.localport.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.localport.cli.FakeDaemon;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starting with a {@code java} that is a script: it counts, and lets a fake daemon be found. */
class DaemonLauncherTest {
  @TempDir private Path root;

  private Path home;
  private Path java;
  private DaemonLauncher launcher;

  @BeforeEach
  void aWorld() {
    home = root.resolve("home");
    java = root.resolve("java");
    launcher = launcher();
  }

  private DaemonLauncher launcher() {
    Map<String, String> environment =
        Map.of("LOCALPORT_HOME", home.toString(), "PATH", System.getenv("PATH"), "MARK", "kept");
    CliEnvironment surroundings =
        TestEnvironments.in(root, environment, TestEnvironments.daemon(java, "/app/*"));
    return new DaemonLauncher(surroundings, new Daemons(surroundings));
  }

  private void javaIs(String script) throws Exception {
    Files.writeString(java, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
  }

  /* The daemon listens all the time, but is found only once the script gives back its file. */
  private FakeDaemon hiddenDaemon() throws Exception {
    FakeDaemon daemon = new FakeDaemon(home);
    Files.move(home.resolve("daemon.json"), root.resolve("hidden.json"));
    daemon.letGo();
    return daemon;
  }

  @Test
  void startsTheDaemonAwayFromTheTerminalAndWaitsUntilItAnswers() throws Exception {
    javaIs(
        """
        echo "$PWD $MARK $@" >%s/started
        mv %s/hidden.json %s/daemon.json
        """
            .formatted(root, root, home));
    try (FakeDaemon _ = hiddenDaemon();
        DaemonClient client = launcher.findOrStart((_, _) -> {})) {

      assertThat(client.version()).isEqualTo("0.1.0");
      assertThat(root.resolve("started"))
          .content()
          .startsWith("/ kept -XX:+UseSerialGC ")
          .endsWith(" -cp /app/* dev.localport.daemon.Main\n");
    }
  }

  @Test
  void ofManyThatWantADaemonOneStartsItAndAllGetIt() throws Exception {
    javaIs(
        """
        echo started >>%s/started
        mv %s/hidden.json %s/daemon.json
        """
            .formatted(root, root, home));
    List<Callable<String>> commands = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      commands.add(() -> {
        try (DaemonClient client = launcher().findOrStart((_, _) -> {})) {
          return client.version();
        }
      });
    }

    try (FakeDaemon _ = hiddenDaemon();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<String> version : threads.invokeAll(commands)) {
        assertThat(version.get()).isEqualTo("0.1.0");
      }
    }

    assertThat(root.resolve("started")).hasContent("started");
  }

  @Test
  void aDaemonThatFailsIsReportedWithItsLastOutputOfThisStart() throws Exception {
    javaIs("echo 'port in use'; echo 'giving up' >&2; exit 7");
    Files.createDirectories(home.resolve("logs"));
    Files.writeString(home.resolve("logs/daemon.out"), "an older start\n");

    assertThatExceptionOfType(CommandException.class)
        .isThrownBy(() -> launcher.findOrStart((_, _) -> {}))
        .withMessage(
            """
            the daemon did not start: it ended with 7; its last output, in home/logs/daemon.out:
              port in use
              giving up\
            """)
        .satisfies(e -> assertThat(e.exitCode()).isEqualTo(1));
  }

  @Test
  void theCauseOfAFailedStartDecidesTheExitCode() throws Exception {
    javaIs("echo 'no permission for /x' >&2; exit 5");

    assertThatExceptionOfType(CommandException.class)
        .isThrownBy(() -> launcher.findOrStart((_, _) -> {}))
        .withMessage("the daemon did not start: no permission for /x")
        .satisfies(e -> assertThat(e.exitCode()).isEqualTo(5));
  }

  @Test
  void aStateFolderThatCannotBeMadeIsToldInItsOwnWords() throws Exception {
    Files.writeString(home, "a file");

    assertThatExceptionOfType(CommandException.class)
        .isThrownBy(() -> launcher.findOrStart((_, _) -> {}))
        .withMessage(home + " is not a folder: remove it, or set LOCALPORT_HOME to a folder");
  }
}
