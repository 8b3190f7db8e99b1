package dev.localport.cli.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What a systemd user manager does for the login service: the fake of the unit tests and the real
 * one keep the same.
 */
abstract class SystemdContract {
  /** Returns a machine with a manager that knows no unit of ours. */
  abstract InstallationContext machine() throws IOException, InterruptedException;

  /** Does for the manager's user what {@link LoginService#write} does for its own. */
  abstract void write(ServiceFile file) throws IOException, InterruptedException;

  private static ServiceProgram program(String path) {
    return new ServiceProgram(Path.of(path), "/", List.of(path, "1000"), List.of("/bin/true"));
  }

  private Systemd installed(String path) throws IOException, InterruptedException, ManagerProblem {
    Systemd systemd = new Systemd(machine());
    for (ServiceFile file : systemd.files(program(path), noVariables())) {
      write(file);
    }
    systemd.load();
    return systemd;
  }

  private static KeptVariables noVariables() {
    return KeptVariables.of(Map.of(), Path.of("/"));
  }

  @Test
  void aManagerWithoutTheUnitAnswersThatItKnowsNone()
      throws IOException, InterruptedException, ManagerProblem {
    Systemd systemd = new Systemd(machine());

    systemd.requireReachable();

    assertThat(systemd.view())
        .isEqualTo(new ManagerView(false, false, false, false, 0, "inactive"));
  }

  @Test
  void aUnitThatWasLoadedStartsAtLoginAndNotYet()
      throws IOException, InterruptedException, ManagerProblem {
    Systemd systemd = installed("/bin/sleep");

    assertThat(systemd.view()).isEqualTo(new ManagerView(true, true, false, false, 0, "inactive"));
    assertThat(systemd.links()).allMatch(Files::isSymbolicLink);
  }

  @Test
  void itIsStartedOnceAndStopped() throws IOException, InterruptedException, ManagerProblem {
    Systemd systemd = installed("/bin/sleep");

    systemd.start();
    ManagerView first = systemd.view();
    systemd.start();

    assertThat(first.active()).isTrue();
    assertThat(first.pid()).isPositive();
    assertThat(systemd.view()).isEqualTo(first);
    systemd.stop();
    assertThat(systemd.view()).isEqualTo(new ManagerView(true, true, false, false, 0, "inactive"));
    systemd.stop();
  }

  @Test
  void aProgramThatIsGoneFailsTheStart() throws IOException, InterruptedException, ManagerProblem {
    Systemd systemd = installed("/nowhere/java");

    assertThatExceptionOfType(ManagerProblem.class)
        .isThrownBy(systemd::start)
        .withMessageStartingWith("systemctl --user start localport.service failed: Job for ")
        .withMessageEndingWith("; see: journalctl --user -u localport");
  }

  @Test
  void whatIsUnloadedLeavesNothing() throws IOException, InterruptedException, ManagerProblem {
    Systemd systemd = installed("/bin/sleep");
    systemd.start();

    systemd.unload();
    for (ServiceFile file : systemd.files(program("/bin/sleep"), noVariables())) {
      Files.delete(file.path());
    }
    systemd.forget();

    assertThat(systemd.links()).noneMatch(Files::isSymbolicLink);
    assertThat(systemd.view())
        .isEqualTo(new ManagerView(false, false, false, false, 0, "inactive"));
  }

  @Test
  void aUnitThatIsNotOnDiskIsNotLoaded() throws IOException, InterruptedException, ManagerProblem {
    Systemd systemd = new Systemd(machine());

    assertThatExceptionOfType(ManagerProblem.class)
        .isThrownBy(systemd::load)
        .withMessageStartingWith("systemd does not load " + systemd.unitFile() + "; see: ");
  }

  @Test
  void itsOwnTextIsReadBackFromDisk() throws IOException, InterruptedException, ManagerProblem {
    Systemd systemd = installed("/bin/sleep");

    Optional<Installed> read = systemd.read(Files.readString(systemd.unitFile()));

    assertThat(read.orElseThrow().program()).isEqualTo(program("/bin/sleep").named());
  }
}
