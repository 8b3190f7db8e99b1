package dev.localport.cli.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Installing, moving and removing the service, with a systemd of ours. */
class LoginServiceTest {
  @TempDir private Path home;

  private final Map<String, String> environment = new HashMap<>();
  private FakeSystemctl fake;
  private Path unit;
  private Path variables;

  @BeforeEach
  void aMachine() {
    fake = new FakeSystemctl(home);
    environment.put("XDG_RUNTIME_DIR", "/run");
    environment.put("AWS_PROFILE", "team");
    environment.put("LOCALPORT_HOME", home + "/lp");
    unit = home.resolve(".config/systemd/user/localport.service");
    variables = home.resolve("lp/service.env");
  }

  private LoginService service() {
    return new LoginService(Services.machine(home, environment, fake.system()));
  }

  @Test
  void aFirstInstallationWritesBothFilesForTheUserAlone() throws Exception {
    List<Path> written = service().write(Services.PROGRAM);

    assertThat(written).containsExactly(unit, variables);
    for (Path file : written) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
    assertThat(unit).content().contains("Environment=\"LOCALPORT_HOME=" + home + "/lp\"\n");
    assertThat(variables).content().contains("AWS_PROFILE=\"team\"\n");
    assertThat(fake.asked())
        .containsExactly("--user daemon-reload", "--user enable localport.service");
  }

  @Test
  void javaFindsEveryFileAndPlugInsHaveTheLocaleOfTheUser() throws ManagerProblem {
    environment.put("LC_ALL", "de_DE.ISO-8859-1");

    service().write(Services.PROGRAM);

    assertThat(unit)
        .content()
        .contains("Environment=\"LC_ALL=C.UTF-8\"\n")
        .contains("Environment=\"LOCALPORT_LC_ALL=de_DE.ISO-8859-1\"\n");
    assertThat(variables).content().doesNotContain("LC_ALL");
  }

  @Test
  void theSameAgainChangesNothing() throws ManagerProblem {
    service().write(Services.PROGRAM);
    int asked = fake.asked().size();

    assertThat(service().write(Services.PROGRAM)).isEmpty();

    assertThat(fake.asked()).hasSize(asked);
  }

  @Test
  void anotherEnvironmentIsWrittenAgain() throws ManagerProblem {
    service().write(Services.PROGRAM);
    environment.put("AWS_PROFILE", "other");

    assertThat(service().write(Services.PROGRAM)).containsExactly(variables);
  }

  @Test
  void aServiceThatWasDisabledByHandIsEnabledAgain() throws Exception {
    service().write(Services.PROGRAM);
    Files.delete(service().manager().links().getFirst());

    assertThat(service().write(Services.PROGRAM)).isEmpty();

    assertThat(service().manager().view().enabled()).isTrue();
  }

  @Test
  void itIsOursForTheStateFolderItWasInstalledFrom() throws ManagerProblem {
    assertThat(service().isOurs()).isFalse();
    service().write(Services.PROGRAM);

    assertThat(service().isOurs()).isTrue();
    assertThat(service().isInCharge()).isTrue();
    environment.put("LOCALPORT_HOME", "/elsewhere");
    assertThat(service().isOurs()).isFalse();
    assertThatExceptionOfType(ManagerProblem.class)
        .isThrownBy(service()::requireOurs)
        .withMessage(
            "the login service belongs to %s/lp, not to /elsewhere; for that one, run: LOCALPORT_HOME=%s/lp localport daemon uninstall"
                .formatted(home, home));
  }

  @Test
  void anUpdateMovesTheUnitAndKeepsTheVariables() throws Exception {
    service().write(Services.PROGRAM);
    environment.remove("AWS_PROFILE");

    assertThat(service().move(Services.PROGRAM)).isFalse();
    assertThat(service().move(Services.odd())).isTrue();

    assertThat(service().findInstalled().orElseThrow().program()).isEqualTo(Services.odd().named());
    assertThat(variables).content().contains("AWS_PROFILE=\"team\"\n");
    assertThat(fake.asked()).endsWith("--user daemon-reload", "--user enable localport.service");
  }

  @Test
  void removingLeavesNothing() throws Exception {
    service().write(Services.PROGRAM);

    assertThat(service().remove()).containsExactly(unit, variables);

    assertThat(unit).doesNotExist();
    assertThat(variables).doesNotExist();
    assertThat(service().findInstalled()).isEmpty();
    assertThat(fake.asked())
        .endsWith(
            "--user stop localport.service",
            "--user disable localport.service",
            "--user daemon-reload");
  }

  @Test
  void removingWithoutAManagerTakesTheLinkAway() throws Exception {
    service().write(Services.PROGRAM);
    fake.becomeUnreachable();

    Path link = service().manager().links().getFirst();
    assertThat(service().remove()).containsExactly(unit, variables, link);

    assertThat(Files.isSymbolicLink(link)).isFalse();
  }

  @Test
  void aManagerThatDoesNotAnswerIsNotInCharge() throws ManagerProblem {
    service().write(Services.PROGRAM);

    fake.becomeUnreachable();

    assertThat(service().isInCharge()).isFalse();
    assertThatExceptionOfType(ManagerProblem.class)
        .isThrownBy(service().manager()::requireReachable)
        .withMessage(
            "the systemd user manager does not answer: Failed to connect to bus: No medium found;"
                + " log in as this user (su and containers have none) and try again, or start the"
                + " daemon by hand: localport daemon start");
  }

  @Test
  void aMachineWithoutSystemdSaysSo() {
    Runner none =
        command -> new ProgramResult(ProgramResult.MISSING, "", "systemctl was not found");
    OperatingSystem bare = new OperatingSystem("Linux", none, home);
    LoginService service = new LoginService(Services.machine(home, environment, bare));

    assertThatExceptionOfType(ManagerProblem.class)
        .isThrownBy(service.manager()::requireReachable)
        .withMessageStartingWith("this machine has no systemd: ");
  }

  @Test
  void aUnitOfSomebodyElseIsLeftAlone() throws IOException {
    Files.createDirectories(unit.resolveSibling(""));
    Files.writeString(unit, "[Service]\n");

    assertThatExceptionOfType(ManagerProblem.class)
        .isThrownBy(service()::requireOurs)
        .withMessage(
            unit + " was not written by LocalPort; move it away, then: localport daemon install");
  }

  @Test
  void aPathThatNoUnitCanHoldIsSaid() {
    environment.put("LOCALPORT_HOME", home + "/a\nb");

    assertThatExceptionOfType(ManagerProblem.class)
        .isThrownBy(() -> service().files(Services.PROGRAM))
        .withMessageStartingWith("the service cannot be described: a control character in: ");
  }

  @Test
  void aFailedServiceIsStartedAgainWhenAsked() throws Exception {
    ServiceProgram program =
        new ServiceProgram(Path.of("/bin/sleep"), "/", List.of("/bin/sleep", "9"), List.of("x"));
    service().write(program);
    fake.giveUp();
    assertThat(service().manager().view().failed()).isTrue();

    service().manager().start();

    assertThat(service().manager().view().active()).isTrue();
  }

  @Test
  void lingeringThatIsRefusedNamesTheCommandForTheAdministrator() {
    assertThatExceptionOfType(ManagerProblem.class)
        .isThrownBy(service()::linger)
        .withMessage(
            "lingering could not be turned on: loginctl was not found; ask an administrator to run:"
                + " loginctl enable-linger nobody-of-that-name");
  }
}
