package dev.localport.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.localport.api.Methods;
import dev.localport.cli.FakeDaemon;
import dev.localport.cli.Samples;
import dev.localport.paths.DaemonFile;
import dev.localport.paths.ThisHost;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a daemon is ended, with processes of ours; {@code ReachabilityIT} has it end real ones. */
class DaemonEndTest {
  private static final Instant STARTED = Samples.NOW;

  @TempDir private Path root;

  private final FakeProcesses processes = new FakeProcesses();

  private Daemons daemons() {
    Map<String, String> environment = Map.of("LOCALPORT_HOME", root.resolve("home").toString());
    return new Daemons(
        TestEnvironments.in(
            root, environment, TestEnvironments.daemon(Path.of("/no/java"), "/app/*")));
  }

  private DaemonEnd daemonEnd() {
    return new DaemonEnd(daemons(), processes);
  }

  private DaemonEnd.Outcome endUnreachable() throws CommandException {
    return endUnreachable(ThisHost.name());
  }

  private DaemonEnd.Outcome endUnreachable(String host) throws CommandException {
    DaemonFile file =
        new DaemonFile(Samples.PID, "0.1.0", host, Path.of("/s/daemon.sock"), STARTED);
    return daemonEnd().end(new Found.Unreachable(file, "its socket is missing"));
  }

  private FakeDaemon aDaemonThatIsAsked() throws Exception {
    FakeDaemon daemon = new FakeDaemon(root.resolve("home"));
    return daemon.does(
        Methods.STOP_DAEMON,
        (_, _) -> {
          processes.hears("asked");
          return JsonObject.empty();
        });
  }

  @Test
  void thereIsNothingToEndWhereNoneRuns() throws CommandException {
    assertThat(daemonEnd().end()).isEqualTo(DaemonEnd.Outcome.NOT_RUNNING);
  }

  @Test
  void oneThatEndsWhenItIsAskedGetsNoSignal() throws Exception {
    processes.runs("asked");
    try (FakeDaemon _ = aDaemonThatIsAsked()) {
      assertThat(daemonEnd().end()).isEqualTo(DaemonEnd.Outcome.STOPPED);
    }

    assertThat(processes.heard()).containsExactly("asked");
    assertThat(processes.waited()).isGreaterThan(Duration.ofSeconds(10));
  }

  @Test
  void oneWhoseProcessIsGoneOnceItAnsweredIsStopped() throws Exception {
    try (FakeDaemon _ = aDaemonThatIsAsked()) {
      assertThat(daemonEnd().end()).isEqualTo(DaemonEnd.Outcome.STOPPED);
    }
  }

  @Test
  void oneThatAnswersAndDoesNotEndGetsASignal() throws Exception {
    processes.runs("SIGTERM");
    try (FakeDaemon _ = aDaemonThatIsAsked()) {
      assertThat(daemonEnd().end()).isEqualTo(DaemonEnd.Outcome.TERMINATED);
    }

    assertThat(processes.heard()).containsExactly("asked", "SIGTERM");
  }

  @Test
  void oneThatRefusesToEndIsLeftAlone() throws Exception {
    processes.runs("SIGTERM");
    JsonObject permission = JsonObject.builder().put("exit_code", 5).build();
    try (FakeDaemon daemon = aDaemonThatIsAsked()) {
      daemon.does(
          Methods.STOP_DAEMON,
          (_, _) -> {
            throw new RpcException(RpcException.FAILED, "another user's", permission);
          });

      assertThatExceptionOfType(CommandException.class)
          .isThrownBy(() -> daemonEnd().end())
          .withMessage("another user's")
          .satisfies(e -> assertThat(e.exitCode()).isEqualTo(5));
    }

    assertThat(processes.heard()).isEmpty();
  }

  @Test
  void oneThatCannotBeAskedGetsTheGentleSignalFirst() throws CommandException {
    processes.runs("SIGTERM");

    assertThat(endUnreachable()).isEqualTo(DaemonEnd.Outcome.TERMINATED);

    assertThat(processes.heard()).containsExactly("SIGTERM");
  }

  @Test
  void oneThatDoesNotHearItIsKilled() throws CommandException {
    processes.runs("SIGKILL");

    assertThat(endUnreachable()).isEqualTo(DaemonEnd.Outcome.KILLED);

    assertThat(processes.heard()).containsExactly("SIGTERM", "SIGKILL");
  }

  @Test
  void oneThatNothingEndsIsNamed() {
    processes.runs("nothing");

    assertThatExceptionOfType(CommandException.class)
        .isThrownBy(this::endUnreachable)
        .withMessage("the daemon (pid 4194305) does not end, not even by kill -9");
  }

  @Test
  void aYoungerProcessWithItsNumberIsNotTheDaemon() {
    processes.runs("SIGTERM");
    processes.started(STARTED.plusSeconds(6));
    processes.commandLine("/usr/bin/vi daemon.json");

    assertThatExceptionOfType(CommandException.class)
        .isThrownBy(this::endUnreachable)
        .withMessage(
            "a daemon is running, but its process is unknown: its socket is missing; find it with:"
                + " pgrep -f dev.localport.daemon.Main");
    assertThat(processes.heard()).isEmpty();
  }

  @Test
  void aDaemonThatLooksYoungSinceTheClockWasSetIsKnownByItsCommandLine() throws CommandException {
    processes.runs("SIGTERM");
    processes.started(STARTED.plusSeconds(3_600));
    processes.commandLine("/opt/jdk/bin/java -cp /app/* dev.localport.daemon.Main");

    assertThat(endUnreachable()).isEqualTo(DaemonEnd.Outcome.TERMINATED);
  }

  @Test
  void aSystemThatDoesNotSayWhenItStartedIsTrusted() throws CommandException {
    processes.runs("SIGTERM");
    processes.started(null);

    assertThat(endUnreachable()).isEqualTo(DaemonEnd.Outcome.TERMINATED);
  }

  @Test
  void oneOnAnotherMachineIsToBeStoppedThere() {
    processes.runs("SIGTERM");

    assertThatExceptionOfType(CommandException.class)
        .isThrownBy(() -> endUnreachable("another"))
        .withMessage(
            "the daemon of this folder runs on another (pid 4194305); stop it there, or give this"
                + " machine a folder of its own with LOCALPORT_HOME");
    assertThat(processes.heard()).isEmpty();
  }

  @Test
  void oneThatLeftNoNumberCannotBeEnded() {
    assertThatExceptionOfType(CommandException.class)
        .isThrownBy(() -> daemonEnd().end(new Found.Unreachable(null, "it does not respond")))
        .withMessageStartingWith("a daemon is running, but its process is unknown: it does not");
  }
}
