package dev.localport.cli.manager;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What the managers print, and what is understood of it. */
class ManagerOutputTest {
  @Test
  void aRunningUnit() {
    assertThat(
            SystemctlShow.view(
                """
                MainPID=23517
                Result=success
                LoadState=loaded
                ActiveState=active
                SubState=running
                UnitFileState=enabled
                """))
        .isEqualTo(new ManagerView(true, true, true, false, 23517, "active"));
  }

  @Test
  void aUnitThatWaitsForItsRestartIsAsGoodAsRunning() {
    ManagerView view =
        SystemctlShow.view(
            """
            MainPID=0
            LoadState=loaded
            ActiveState=activating
            SubState=auto-restart
            UnitFileState=enabled
            """);

    assertThat(view.active()).isTrue();
    assertThat(view.pid()).isZero();
  }

  @Test
  void aUnitThatWasGivenUp() {
    ManagerView view =
        SystemctlShow.view(
            """
            MainPID=0
            LoadState=loaded
            ActiveState=failed
            Result=start-limit-hit
            UnitFileState=disabled
            """);

    assertThat(view).isEqualTo(new ManagerView(true, false, false, true, 0, "failed"));
  }

  @Test
  void aUnitThatIsNotThere() {
    assertThat(SystemctlShow.view("LoadState=not-found\nActiveState=inactive\nUnitFileState=\n"))
        .isEqualTo(new ManagerView(false, false, false, false, 0, "inactive"));
  }

  @Test
  void whatIsNotUnderstoodCountsAsNotRunning() {
    assertThat(SystemctlShow.view("MainPID=-\nActiveState\nnonsense"))
        .isEqualTo(new ManagerView(false, false, false, false, 0, "unknown"));
    assertThat(LaunchctlPrint.view("nonsense"))
        .isEqualTo(new ManagerView(true, true, false, false, 0, "unknown"));
  }

  @Test
  void aRunningAgent() {
    assertThat(
            LaunchctlPrint.view(
                """
                gui/501/dev.localport.daemon = {
                	active count = 1
                	path = /Users/me/Library/LaunchAgents/dev.localport.daemon.plist
                	type = LaunchAgent
                	state = running

                	program = /opt/jdk/bin/java
                	runs = 1
                	pid = 812
                	last exit code = (never exited)
                	event channels = {
                		state = idle
                		pid = 1
                	}
                }
                """))
        .isEqualTo(new ManagerView(true, true, true, false, 812, "running"));
  }

  @Test
  void anAgentThatEnded() {
    assertThat(
            LaunchctlPrint.view(
                """
                gui/501/x = {
                	state = not running
                	last exit code = 0
                	endpoints = {
                		state = running
                	}
                }
                """))
        .isEqualTo(new ManagerView(true, true, false, false, 0, "not running"));
  }
}
