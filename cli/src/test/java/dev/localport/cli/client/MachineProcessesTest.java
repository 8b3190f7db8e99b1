package dev.localport.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Real processes, which end when they are told to. */
class MachineProcessesTest {
  private static final Duration GENEROUS = Duration.ofSeconds(20);

  private final List<Process> children = new ArrayList<>();

  @AfterEach
  void leaveNone() {
    children.forEach(Process::destroyForcibly);
  }

  private Process shell(String script) throws IOException {
    Process child = new ProcessBuilder("/bin/sh", "-c", script).start();
    children.add(child);
    return child;
  }

  private static String line(Process child) throws IOException {
    try (BufferedReader out = child.inputReader()) {
      return out.readLine();
    }
  }

  private static Processes.Running found(long pid) {
    return new MachineProcesses().find(pid).orElseThrow();
  }

  @Test
  void aProcessIsKnownByItsStartAndItsCommandLine() throws IOException {
    Process child = shell("read line # dev.localport.mark");

    Processes.Running running = found(child.pid());

    assertThat(running.pid()).isEqualTo(child.pid());
    assertThat(running.started().orElseThrow())
        .isBetween(Instant.now().minus(GENEROUS), Instant.now().plus(GENEROUS));
    assertThat(running.commandLine()).contains("dev.localport.mark");
  }

  @Test
  void aNumberThatNobodyHasIsNoProcess() throws IOException, InterruptedException {
    Process child = shell("exit 0");
    assertThat(child.waitFor()).isZero();

    assertThat(new MachineProcesses().find(child.pid())).isEmpty();
  }

  @Test
  void oneThatRunsHasNotEndedUntilItIsTerminated() throws IOException, InterruptedException {
    Process child = shell("read line");
    Processes.Running running = found(child.pid());

    assertThat(running.hasEnded(Duration.ZERO)).isFalse();
    running.terminate();

    assertThat(running.hasEnded(GENEROUS)).isTrue();
    assertThat(child.waitFor()).isEqualTo(128 + 15);
  }

  @Test
  void oneThatDoesNotHearTheGentleSignalIsKilled() throws IOException, InterruptedException {
    Process child = shell("trap '' TERM; echo ready; read line");
    assertThat(line(child)).isEqualTo("ready");
    Processes.Running running = found(child.pid());

    running.terminate();
    running.kill();

    assertThat(running.hasEnded(GENEROUS)).isTrue();
    assertThat(child.waitFor()).isEqualTo(128 + 9);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aDeadOneThatItsParentDoesNotCollectHasEnded() throws IOException {
    Process parent = shell("sh -c 'kill -STOP $PPID; echo $$; exec sleep 60' & wait");
    Processes.Running dead = found(Long.parseLong(line(parent)));

    dead.terminate();

    assertThat(dead.hasEnded(GENEROUS)).isTrue();
  }
}
