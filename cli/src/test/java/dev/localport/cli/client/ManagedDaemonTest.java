package dev.localport.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.localport.cli.FakeDaemon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * With a login service, its manager starts and stops the daemon. A {@code systemctl} that is a
 * script writes down what it was asked; {@code LoginServiceIT} has a real one.
 */
@EnabledOnOs(OS.LINUX)
class ManagedDaemonTest {
  @TempDir private Path root;

  private Path home;
  private Path asked;

  @BeforeEach
  void aUserWithAService() throws IOException {
    home = root.resolve("home");
    asked = Files.createFile(root.resolve("asked"));
    script("java", "echo java >>%s; mv %s %s".formatted(asked, hidden(), home));
    Path unit = root.resolve(".config/systemd/user/localport.service");
    Files.createDirectories(unit.resolveSibling(""));
    Files.writeString(
        unit,
        """
        # Written by "localport daemon install", which overwrites changes.
        [X-LocalPort]
        StateFolder=%s
        Java=%s
        Classes=/
        """
            .formatted(home, root.resolve("bin/java")));
  }

  private Path hidden() {
    return root.resolve("daemon.json");
  }

  private void script(String name, String body) throws IOException {
    Path script = root.resolve("bin").resolve(name);
    Files.createDirectories(script.resolveSibling(""));
    Files.writeString(script, "#!/bin/sh\nPATH=/usr/bin:/bin\n" + body + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
  }

  private void systemctlDoes(String start, String activeState) throws IOException {
    script(
        "systemctl",
        """
        case "$2 $3" in
        "show localport.service") echo LoadState=loaded; echo ActiveState=%s ;;
        "show --property=Version") ;;
        *) echo "$2 $3" >>%s ;;
        esac
        case "$2" in start) %s ;; esac
        """
            .formatted(activeState, asked, start));
  }

  private CliEnvironment surroundings() {
    Map<String, String> environment =
        Map.of(
            "LOCALPORT_HOME",
            home.toString(),
            "PATH",
            root.resolve("bin") + ":/usr/bin:/bin",
            "XDG_RUNTIME_DIR",
            root.toString());
    return TestEnvironments.in(
        root, environment, TestEnvironments.daemon(root.resolve("bin/java"), "/app/*"));
  }

  private DaemonClient start() throws CommandException {
    CliEnvironment surroundings = surroundings();
    return new DaemonLauncher(surroundings, new Daemons(surroundings)).findOrStart((_, _) -> {});
  }

  /* It listens all the time, but is found only once a script gives back its file. */
  private FakeDaemon hiddenDaemon() throws Exception {
    FakeDaemon daemon = new FakeDaemon(home);
    Files.move(home.resolve("daemon.json"), hidden());
    Files.move(home.resolve("daemon.lock"), root.resolve("daemon.lock"));
    return daemon;
  }

  @Test
  void theManagerStartsTheDaemonOfItsStateFolder() throws Exception {
    systemctlDoes("mv %s %s".formatted(hidden(), home), "inactive");

    try (FakeDaemon _ = hiddenDaemon();
        DaemonClient client = start()) {

      assertThat(client.version()).isEqualTo("0.1.0");
      assertThat(asked).hasContent("reset-failed localport.service\nstart localport.service");
    }
  }

  @Test
  void anotherStateFolderHasADaemonOfItsOwn() throws Exception {
    systemctlDoes("", "inactive");
    home = root.resolve("other");
    script("java", "echo java >>%s; mv %s %s".formatted(asked, hidden(), home));

    try (FakeDaemon _ = hiddenDaemon();
        DaemonClient _ = start()) {

      assertThat(asked).hasContent("java");
    }
  }

  @Test
  void aManagerThatDoesNotAnswerKeepsNobodyFromStarting() throws Exception {
    script("systemctl", "echo 'Failed to connect to bus' >&2; exit 1");

    try (FakeDaemon _ = hiddenDaemon();
        DaemonClient _ = start()) {

      assertThat(asked).hasContent("java");
    }
  }

  @Test
  void aProgramThatIsGoneIsSaidWithTheCommandThatFixesIt() throws Exception {
    systemctlDoes("", "inactive");
    Files.delete(root.resolve("bin/java"));

    assertThatExceptionOfType(CommandException.class)
        .isThrownBy(this::start)
        .withMessage(
            "the program of the login service no longer exists: %s/bin/java; to run this one:"
                    .formatted(root)
                + " localport daemon install");
  }

  @Test
  void aServiceThatEndedMeanwhileIsStartedAgain() throws Exception {
    Path once = root.resolve("once");
    systemctlDoes(
        "[ -e %s ] && mv %s %s; touch %s".formatted(once, hidden(), home, once), "inactive");

    try (FakeDaemon _ = hiddenDaemon();
        DaemonClient client = start()) {

      assertThat(client.version()).isEqualTo("0.1.0");
    }
  }

  @Test
  void aServiceThatIsGivenUpEndsTheWait() throws Exception {
    systemctlDoes("", "failed");

    assertThatExceptionOfType(CommandException.class)
        .isThrownBy(this::start)
        .withMessage(
            "the daemon did not start: it ended too often, and systemd gave up; see: journalctl"
                + " --user -u localport");
  }

  @Test
  void theManagerStopsItSoThatItStaysStopped() throws Exception {
    systemctlDoes("", "activating");

    assertThat(new ManagedDaemon(surroundings()).stop()).isTrue();

    assertThat(asked).hasContent("stop localport.service");
  }

  @Test
  void aServiceThatDoesNotRunHadNothingToStop() throws Exception {
    systemctlDoes("", "inactive");

    assertThat(new ManagedDaemon(surroundings()).stop()).isFalse();
  }
}
