package dev.localport.cli.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which commands launchd gets, in which order; from its manual, not tried on macOS. */
class LaunchdTest {
  @TempDir private Path home;

  private FakeLaunchctl fake;
  private LoginService service;
  private String plist;

  @BeforeEach
  void aMac() {
    fake = new FakeLaunchctl();
    service =
        new LoginService(
            Services.machine(
                home, Map.of("PATH", "/usr/bin", "XDG_STATE_HOME", "/s"), fake.system()));
    plist = home + "/Library/LaunchAgents/dev.localport.daemon.plist";
  }

  private void install() throws ManagerProblem {
    assertThat(service.write(Services.PROGRAM)).containsExactly(Path.of(plist));
    service.manager().start();
  }

  @Test
  void anInstallationLoadsTheAgent() throws ManagerProblem {
    install();

    assertThat(fake.asked())
        .containsExactly("enable gui/501/dev.localport.daemon", "bootstrap gui/501 " + plist);
    assertThat(service.manager().view().pid()).isEqualTo(812);
    assertThat(service.isOurs()).isTrue();
    assertThat(Path.of(plist)).content().contains("<key>XDG_STATE_HOME</key>");
  }

  @Test
  void stoppingUnloadsItSinceLaunchdTakes143ForAFailure() throws ManagerProblem {
    install();

    service.manager().stop();

    assertThat(fake.asked()).last().isEqualTo("bootout gui/501/dev.localport.daemon");
    assertThat(service.manager().view())
        .isEqualTo(new ManagerView(false, true, false, false, 0, "not loaded"));
    service.manager().start();
    assertThat(fake.asked()).last().isEqualTo("bootstrap gui/501 " + plist);
  }

  @Test
  void aChangedAgentIsUnloadedUntilItIsStarted() throws ManagerProblem {
    install();

    assertThat(service.move(Services.odd())).isTrue();
    service.manager().start();

    assertThat(fake.asked())
        .endsWith(
            "enable gui/501/dev.localport.daemon",
            "bootout gui/501/dev.localport.daemon",
            "bootstrap gui/501 " + plist);
  }

  @Test
  void anAgentThatIsLoadedAndEndedIsKicked() throws ManagerProblem {
    install();

    service.manager().start();

    assertThat(fake.asked()).last().isEqualTo("kickstart gui/501/dev.localport.daemon");
  }

  @Test
  void removingLeavesNothing() throws ManagerProblem {
    install();

    List<Path> removed = service.remove();

    assertThat(removed).containsExactly(Path.of(plist));
    assertThat(Path.of(plist)).doesNotExist();
    assertThat(service.manager().view().loaded()).isFalse();
  }

  @Test
  void withoutASessionItSaysWhatToDo() {
    fake.endSession();

    assertThatExceptionOfType(ManagerProblem.class)
        .isThrownBy(service.manager()::requireReachable)
        .withMessage(
            "launchd has no session for this user: Domain does not support specified action; log in"
                + " on the screen of this Mac (over ssh alone there is none) and try again, or"
                + " start the daemon by hand: localport daemon start");
  }

  @Test
  void forwardsOfAMacAreNoQuestionOfLingering() throws ManagerProblem {
    service.linger();

    assertThat(service.isLingering()).isTrue();
    assertThat(fake.asked()).isEmpty();
  }

  @Nested
  class AsRunner extends RunnerContract {
    @Override
    Runner runner() {
      return new FakeLaunchctl();
    }
  }
}
