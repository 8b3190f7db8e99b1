package dev.localport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.rpc.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code daemon install} and {@code uninstall}, from the words typed to what is left on disk. */
class InstallationTest {
  private static final String UNIT = "~/.config/systemd/user/localport.service";
  private static final String NO_LINGER = "lingering is off: the forwards end when you log out";
  private static final String HINTS =
      """
      see it: systemctl --user status localport
      its log: localport logs, or: journalctl --user -u localport
      remove it: localport daemon uninstall
      """;

  @TempDir private Path root;
  private ServiceMachine machine;

  @BeforeEach
  void aMachine() throws IOException {
    machine = new ServiceMachine(root);
  }

  @AfterEach
  void end() {
    machine.close();
  }

  @Test
  void itSaysWhatWasWrittenAndWhatToDoNext() {
    machine.terminal().with("AWS_PROFILE", "team").with("HTTPS_PROXY", "http://me:pw@proxy");

    assertThat(machine.install())
        .isEqualTo(
            new Terminal.Result(
                0,
                """
                wrote %s
                wrote ~/state/service.env
                the daemon (pid 4194306) runs as a systemd service and starts at every login
                """
                    .formatted(UNIT),
                """
                variables from this shell: AWS_PROFILE, PATH
                left out: HTTPS_PROXY (contains a user or password)
                %s; to keep them: localport daemon install --linger
                """
                        .formatted(NO_LINGER)
                    + HINTS));
  }

  @Test
  void theSameAgainChangesNothingAndSaysSo() {
    machine.install();
    List<String> asked = machine.systemctl().asked();

    assertThat(machine.install().stdout())
        .isEqualTo(
            "nothing to change: the daemon (pid 4194306) runs as a systemd service and starts at"
                + " every login\n");

    assertThat(machine.systemctl().asked()).isEqualTo(asked);
  }

  @Test
  void aDaemonThatRunsAlreadyIsTakenOver() {
    machine.startByHand();

    assertThat(machine.install().stdout())
        .endsWith(
            "the daemon (pid 4194306) runs as a systemd service and starts at every login; it took"
                + " over from the daemon that ran before\n");
  }

  @Test
  void aDaemonThatWasStartedWithoutTheManagerIsTakenOverByTheSameAgain() {
    machine.install();
    machine.daemon("stop");
    machine.startByHand();

    assertThat(machine.install().stdout())
        .startsWith("nothing to change: the daemon (pid 4194306) ")
        .endsWith("; it took over from the daemon that ran before\n");
  }

  @Test
  void programsLearnAllOfIt() {
    machine.terminal().with("HTTPS_PROXY", "http://me:pw@proxy");
    machine.startByHand();

    JsonObject json = JsonObject.parse(machine.install("-o", "json").stdout());

    JsonObject leftOut =
        JsonObject.builder()
            .put("name", "HTTPS_PROXY")
            .put("reason", "contains a user or password")
            .build();
    assertThat(json)
        .isEqualTo(
            JsonObject.builder()
                .put("manager", "systemd")
                .put("unit", machine.unit().toString())
                .put("written", List.of(machine.unit().toString(), machine.variables().toString()))
                .put("variables", List.of("PATH"))
                .put("left_out", List.of(leftOut))
                .put("pid", Samples.PID + 1)
                .put("took_over", true)
                .put("linger", false)
                .build());
  }

  @Test
  void lingeringIsTurnedOnWhereItIsAskedFor() {
    machine.systemctl().allowLingering();

    assertThat(machine.install("--linger").stderr())
        .isEqualTo("variables from this shell: PATH\n" + HINTS);
    assertThat(machine.install("--linger").exit()).isZero();
  }

  @Test
  void lingeringThatIsRefusedLeavesTheServiceInstalled() {
    Terminal.Result result = machine.install("--linger");

    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.stdout()).contains("wrote " + UNIT);
    assertThat(result.stderr())
        .endsWith(
            "lingering could not be turned on: loginctl was not found; ask an administrator to run:"
                + " loginctl enable-linger nobody-of-that-name\n");
    assertThat(machine.service())
        .containsExactly("login service: systemd, enabled, running; " + NO_LINGER);
  }

  @Test
  void aDryRunPrintsFilesAndCommandsAndChangesNothing() {
    machine.terminal().with("HTTPS_PROXY", "http://me:pw@proxy");

    Terminal.Result plan = machine.install("--dry-run");

    assertThat(plan.exit()).isZero();
    assertThat(plan.stdout())
        .startsWith("# %s (mode 0600)\n# Written by \"localport daemon".formatted(machine.unit()))
        .contains("\n# %s (mode 0600)\n".formatted(machine.variables()))
        .endsWith(
            """
            # then:
            systemctl --user daemon-reload
            systemctl --user enable localport.service
            systemctl --user start localport.service
            """);
    assertThat(plan.stderr()).isEqualTo("left out: HTTPS_PROXY (contains a user or password)\n");
    assertThat(machine.install("--dry-run", "--linger").stdout())
        .endsWith("start localport.service\nloginctl enable-linger\n");
    assertThat(machine.unit()).doesNotExist();
    assertThat(machine.systemctl().asked()).isEmpty();
  }

  @Test
  void aFirstInstallationWhoseDaemonDoesNotStartIsUndone() {
    machine.startByHand();
    machine.systemctl().does(machine.systemctl()::giveUp, () -> {});

    Terminal.Result result = machine.install();

    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.stderr()).startsWith("systemctl --user start localport.service failed: ");
    assertThat(machine.unit()).doesNotExist();
    assertThat(machine.variables()).doesNotExist();
    assertThat(Files.isSymbolicLink(machine.link())).isFalse();
    assertThat(machine.service()).hasSize(1).first().asString().contains("not installed");
    assertThat(machine.daemon("status").stdout()).startsWith("daemon: pid 4194305, ");
  }

  @Test
  void aLaterInstallationThatFailsLeavesTheServiceThatWasThere() throws IOException {
    machine.install();
    machine.daemon("stop");
    Files.delete(machine.java());

    assertThat(machine.install().stderr())
        .isEqualTo(
            "the program of the login service no longer exists: %s; to run this one: localport daemon install\n"
                .formatted(machine.java()));

    assertThat(machine.unit()).exists();
    assertThat(machine.link()).isSymbolicLink();
  }

  @Test
  void withoutAManagerNothingIsWritten() {
    machine.systemctl().becomeUnreachable();

    Terminal.Result result = machine.install();

    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.stderr()).startsWith("the systemd user manager does not answer: ");
    assertThat(machine.unit()).doesNotExist();
  }

  @Test
  void anUpdateIsFollowedByTheServiceWithTheNextRestart() throws IOException {
    machine.install();
    machine.daemon("stop");
    Path newer = Files.createDirectory(root.resolve("newer"));
    machine.terminal().withProgram(machine.java(), newer);

    assertThat(machine.daemon("restart"))
        .isEqualTo(
            new Terminal.Result(
                0, "daemon running (pid 4194306)\n", "the login service now runs this program\n"));
    assertThat(machine.unit()).content().contains("Classes=" + newer + "\n");
    machine.daemon("stop");
    assertThat(machine.daemon("restart").stderr()).isEmpty();
  }

  @Test
  void removingStopsTheDaemonAndLeavesNothing() {
    machine.install();

    assertThat(machine.daemon("uninstall"))
        .isEqualTo(
            new Terminal.Result(
                0,
                """
                removed %s
                removed ~/state/service.env
                the daemon is stopped and no longer starts at login; start it by hand, with the same forwards: localport daemon start
                """
                    .formatted(UNIT),
                ""));
    assertThat(machine.link()).doesNotExist();
    assertThat(machine.daemon("status").stdout())
        .startsWith("daemon not running\nlogin service: not installed ");
  }

  @Test
  void removingNamesTheFilesForPrograms() {
    machine.install();

    JsonObject json = JsonObject.parse(machine.daemon("uninstall", "-o", "json").stdout());

    assertThat(json.texts("removed"))
        .containsExactly(machine.unit().toString(), machine.variables().toString());
  }

  @Test
  void removingEndsADaemonThatWasStartedWithoutTheManager() throws InterruptedException {
    machine.install();
    machine.daemon("stop");
    machine.startByHand();
    machine.systemctl().becomeUnreachable();

    assertThat(machine.daemon("uninstall").exit()).isZero();

    machine.awaitEnd();
    assertThat(machine.daemon("status").stdout()).startsWith("daemon not running\n");
  }

  @Test
  void removingKeepsLingeringAndSaysHowToTurnItOff() {
    machine.systemctl().allowLingering();
    machine.install("--linger");

    assertThat(machine.daemon("uninstall").stderr())
        .isEqualTo("lingering stays on; turn it off: loginctl disable-linger\n");
  }

  @Test
  void whereNothingIsInstalledThereIsNothingToRemove() {
    assertThat(machine.daemon("uninstall"))
        .isEqualTo(new Terminal.Result(0, "no login service is installed\n", ""));
    assertThat(machine.systemctl().asked()).isEmpty();
  }

  @Test
  void theServiceOfAnotherStateFolderIsNeitherReplacedNorRemoved() {
    machine.install();
    List<String> asked = machine.systemctl().asked();
    machine.terminal().with("LOCALPORT_HOME", root.resolve("other").toString());

    Terminal.Result refusal = machine.install();

    assertThat(refusal.exit()).isEqualTo(1);
    assertThat(refusal.stderr()).startsWith("the login service belongs to ");
    assertThat(machine.daemon("uninstall")).isEqualTo(refusal);
    assertThat(machine.unit()).exists();
    assertThat(machine.systemctl().asked()).isEqualTo(asked);
  }
}
