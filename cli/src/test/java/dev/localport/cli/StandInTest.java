package dev.localport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.paths.DaemonFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** While the service manager stops its daemon and starts the next one, another one forwards. */
class StandInTest {
  @TempDir private Path root;
  private ServiceMachine machine;
  private final List<FakeDaemon> daemons = new ArrayList<>();
  private final List<String> seen = new ArrayList<>();

  @BeforeEach
  void aServiceThatRuns() throws Exception {
    machine = new ServiceMachine(root);
    assertThat(machine.install().exit()).isZero();
    machine.systemctl().does(this::start, this::stop);
    aStandInThatTheProgramBrings();
  }

  @AfterEach
  void end() {
    daemons.forEach(FakeDaemon::close);
    machine.close();
  }

  private Path file() {
    return machine.terminal().state().resolve("daemon.json");
  }

  /* It listens all the time, but is found only once the program puts its file in place. */
  private void aStandInThatTheProgramBrings() throws Exception {
    Path managed = Files.move(file(), root.resolve("managed.json"));
    machine.running().letGo();
    daemons.add(new FakeDaemon(machine.terminal().state(), 2));
    Path standIn = Files.move(file(), root.resolve("stand-in.json"));
    Files.move(managed, file());
    machine.javaIs("mv %s %s".formatted(standIn, file()));
  }

  private void stop() {
    seen.add("stop while %d forwards".formatted(found()));
    machine.running().close();
  }

  private void start() {
    seen.add("start while %d forwards".formatted(found()));
    daemons.getLast().letGo();
    try {
      daemons.add(new FakeDaemon(machine.terminal().state(), 3));
    } catch (Exception e) {
      throw new IllegalStateException("the fake daemon does not start", e);
    }
  }

  private long found() {
    return DaemonFile.find(file()).orElseThrow().pid() - Samples.PID;
  }

  @Test
  void itForwardsBetweenTheStopAndTheStart() {
    assertThat(machine.daemon("restart"))
        .isEqualTo(new Terminal.Result(0, "daemon running (pid 4194308)\n", ""));

    assertThat(seen).containsExactly("stop while 2 forwards", "start while 2 forwards");
  }
}
