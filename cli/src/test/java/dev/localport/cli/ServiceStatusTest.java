package dev.localport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.rpc.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code daemon status} says of the login service, and what to do about it. */
class ServiceStatusTest {
  private static final String RUNNING = "login service: systemd, enabled, running";

  @TempDir private Path root;
  private ServiceMachine machine;

  @BeforeEach
  void aUserWhoLingers() throws IOException {
    machine = new ServiceMachine(root);
    machine.systemctl().allowLingering();
  }

  @AfterEach
  void end() {
    machine.close();
  }

  private void install() {
    assertThat(machine.install("--linger").exit()).isZero();
  }

  private JsonObject json() {
    return JsonObject.parse(machine.daemon("status", "-o", "json").stdout()).object("service");
  }

  @Test
  void withoutOneItSaysHowToInstallIt() {
    assertThat(machine.service())
        .containsExactly(
            "login service: not installed (to start at every login: localport daemon install)");
    assertThat(json()).isEqualTo(JsonObject.builder().put("installed", false).build());
  }

  @Test
  void oneThatRunsNeedsNoAdvice() {
    install();

    assertThat(machine.service()).containsExactly(RUNNING);
  }

  @Test
  void programsLearnAllOfIt() {
    install();

    assertThat(json())
        .isEqualTo(
            JsonObject.builder()
                .put("installed", true)
                .put("manager", "systemd")
                .put("unit", machine.unit().toString())
                .put("state_folder", machine.terminal().state().toString())
                .put("reachable", true)
                .put("enabled", true)
                .put("active", true)
                .put("pid", Samples.PID + 1)
                .put("linger", true)
                .put("program", machine.java().toString())
                .put("classes", machine.classes().toString())
                .put("program_found", true)
                .put("problem", null)
                .build());
  }

  @Test
  void lingeringThatIsOffIsSaidWithWhatItMeans() {
    assertThat(machine.install().exit()).isZero();

    assertThat(machine.service())
        .containsExactly(RUNNING + "; lingering is off: the forwards end when you log out");
    assertThat(json().flag("linger", true)).isFalse();
  }

  @Test
  void oneThatWasStoppedOnPurposeIsNoTrouble() {
    install();

    assertThat(machine.daemon("stop").stdout()).isEqualTo("daemon stopped\n");

    assertThat(machine.service()).containsExactly("login service: systemd, enabled, stopped");
    assertThat(machine.daemon("status").exit()).isEqualTo(1);
  }

  @Test
  void oneThatCrashedAndComesBackIsRestarting() {
    install();

    machine.systemctl().crash();

    assertThat(machine.service()).containsExactly("login service: systemd, enabled, restarting");
  }

  @Test
  void oneThatWasGivenUpNamesItsLogAndTheCommandThatStartsItAgain() {
    install();

    machine.systemctl().giveUp();

    String trouble =
        "the service crashed too often and was given up; see: journalctl --user -u localport;"
            + " then: localport daemon start";
    assertThat(machine.service())
        .containsExactly("login service: systemd, enabled, failed", trouble);
    assertThat(json().text("problem")).isEqualTo(trouble);
  }

  @Test
  void oneThatWasDisabledByHandDoesNotStartAtLogin() throws IOException {
    install();

    Files.delete(machine.link());

    assertThat(machine.service())
        .containsExactly(
            "login service: systemd, not enabled, running",
            "the service does not start at login; to fix that: localport daemon install");
  }

  @Test
  void aProgramThatIsGoneIsNamedWithTheCommandThatFixesIt() throws IOException {
    install();

    Files.delete(machine.classes());

    assertThat(machine.service())
        .containsExactly(
            RUNNING,
            "the program of the service no longer exists: %s; to fix that: localport daemon install"
                .formatted(machine.classes()));
    assertThat(json().flag("program_found", true)).isFalse();
  }

  @Test
  void anotherProgramThanThisOneIsToldApartByItsClasses() {
    install();

    machine.terminal().withProgram(machine.java(), root.resolve("newer"));

    assertThat(machine.service())
        .containsExactly(
            RUNNING,
            "the service runs another program than this one: %s; to move it here: localport daemon install"
                .formatted(machine.classes()));
  }

  @Test
  void anotherProgramThanThisOneIsToldApartByItsJava() {
    install();

    machine.terminal().withProgram(Path.of("/bin/sh"), machine.classes());

    assertThat(machine.service())
        .last()
        .asString()
        .startsWith("the service runs another program than this one: ");
  }

  @Test
  void aCommandThatKnowsNoProgramOfItsOwnComparesNone() throws IOException {
    install();

    Terminal bare = new Terminal(root).on(machine.systemctl().system());

    assertThat(bare.run("daemon", "status").stdout().lines().skip(1)).containsExactly(RUNNING);
  }

  @Test
  void oneOfAnotherStateFolderIsNotThisShells() {
    install();
    Path state = machine.terminal().state();

    machine.terminal().with("LOCALPORT_HOME", root.resolve("other").toString());

    assertThat(machine.service())
        .containsExactly(RUNNING, "the service is for another state folder: " + state);
    assertThat(json().text("state_folder")).isEqualTo(state.toString());
  }

  @Test
  void aManagerThatDoesNotAnswerIsSaid() {
    install();

    machine.systemctl().becomeUnreachable();

    assertThat(machine.service())
        .containsExactly(
            "login service: systemd, installed",
            "the service manager does not answer from this shell");
    assertThat(json().flag("reachable", true)).isFalse();
  }
}
