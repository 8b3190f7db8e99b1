package dev.localport.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.localport.api.Methods;
import dev.localport.cli.FakeDaemon;
import dev.localport.cli.Samples;
import dev.localport.paths.DaemonFile;
import dev.localport.paths.DaemonLock;
import dev.localport.paths.Places;
import dev.localport.paths.PrivateFolder;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcClient;
import dev.localport.rpc.RpcException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a daemon is found, and what is said of one that lives and cannot be asked. */
class DaemonsTest {
  private static final RpcClient.Listener DEAF = (_, _) -> {};

  @TempDir private Path root;
  private Path home;
  private Places places;

  @BeforeEach
  void aFolder() {
    home = root.resolve("home");
    places = new Places(Map.of("LOCALPORT_HOME", home.toString()), root, root, "me");
  }

  private Daemons daemons() {
    return new Daemons(
        TestEnvironments.in(
            root,
            Map.of("LOCALPORT_HOME", home.toString()),
            TestEnvironments.daemon(Path.of("/no/java"), "/app/*")),
        Duration.ZERO);
  }

  private void assertFound() throws CommandException {
    try (DaemonClient daemon = daemons().need(DEAF)) {
      assertThat(daemon.pid()).isEqualTo(Samples.PID);
    }
  }

  /** Returns what is found of a daemon that lives and cannot be asked. */
  private Found.Unreachable lost() throws CommandException {
    assertThat(daemons().look(DEAF)).isInstanceOf(Found.Unreachable.class);
    return (Found.Unreachable) daemons().look(DEAF);
  }

  private DaemonLock held() throws Exception {
    PrivateFolder.create(home);
    return DaemonLock.take(places.lockFile(), Duration.ZERO).orElseThrow();
  }

  @Test
  void oneWhoseFileWasRemovedIsFoundByItsLock() throws Exception {
    try (FakeDaemon _ = new FakeDaemon(home)) {
      Files.delete(home.resolve("daemon.json"));

      assertFound();
      try (DaemonClient daemon = daemons().findReady(DEAF).orElseThrow()) {
        assertThat(daemon.pid()).isEqualTo(Samples.PID);
      }
    }
  }

  @Test
  void oneWhoseFileNamesADeadSocketIsFoundByItsLock() throws Exception {
    try (FakeDaemon _ = new FakeDaemon(home)) {
      new DaemonFile(7, "0.0.9", "", home.resolve("dead.sock"), Samples.NOW)
          .write(home.resolve("daemon.json"));

      assertFound();
    }
  }

  @Test
  void oneWhoseFileAndLockSayNothingIsFoundAtTheUsualSocket() throws Exception {
    try (FakeDaemon _ = new FakeDaemon(home)) {
      Files.delete(home.resolve("daemon.json"));
      Files.writeString(places.lockFile(), "");
      Files.move(home.resolve("0.sock"), places.socket());

      assertFound();
    }
  }

  @Test
  void oneWhoseSocketIsGoneIsNamedByItsLock() throws Exception {
    try (FakeDaemon _ = new FakeDaemon(home)) {
      Files.delete(home.resolve("0.sock"));

      Found.Unreachable lost = lost();

      assertThat(lost.daemon()).isNotNull();
      assertThat(lost.text())
          .startsWith("the daemon (pid 4194305) is running but cannot be reached: nothing listens");
      assertThatExceptionOfType(CommandException.class)
          .isThrownBy(() -> daemons().find(DEAF))
          .withMessage(lost.text())
          .satisfies(e -> assertThat(e.exitCode()).isEqualTo(1));
      assertThat(daemons().findReady(DEAF)).isEqualTo(Optional.empty());
    }
  }

  @Test
  void oneThatOnlyItsFileNamesIsNamedByIt() throws Exception {
    try (FakeDaemon _ = new FakeDaemon(home)) {
      Files.writeString(places.lockFile(), "");
      Files.delete(home.resolve("0.sock"));

      assertThat(lost().text()).startsWith("the daemon (pid 4194305) is running but cannot be ");
    }
  }

  @Test
  void oneThatNothingNamesIsRunningAllTheSame() throws Exception {
    try (DaemonLock _ = held()) {
      Found.Unreachable lost = lost();

      assertThat(lost.daemon()).isNull();
      assertThat(lost.why()).isEqualTo("nothing listens on home/daemon.sock");
    }
  }

  @Test
  void oneThatCrashedLeftItsFileAndNoLock() throws Exception {
    FakeDaemon daemon = new FakeDaemon(home);
    daemon.close();

    assertThat(daemons().look(DEAF)).isEqualTo(new Found.None(true));

    Files.delete(home.resolve("daemon.json"));
    assertThat(daemons().look(DEAF)).isEqualTo(new Found.None(false));
  }

  @Test
  void whereNoneRunsACommandThatNeedsOneSaysHowToStartIt() {
    assertThatExceptionOfType(CommandException.class)
        .isThrownBy(() -> daemons().need(DEAF))
        .withMessage("the daemon is not running; start it: localport daemon start");
  }

  @Test
  void oneThatRefusesThisUserEndsTheCommandWithItsWords() throws Exception {
    try (FakeDaemon daemon = new FakeDaemon(home)) {
      refuses(daemon, 5);

      assertThatExceptionOfType(CommandException.class)
          .isThrownBy(() -> daemons().look(DEAF))
          .withMessage("no")
          .satisfies(e -> assertThat(e.exitCode()).isEqualTo(5));
      assertThatExceptionOfType(CommandException.class)
          .isThrownBy(() -> daemons().findReady(DEAF))
          .withMessage("no");
    }
  }

  @Test
  void oneThatIsAboutToEndAndRefusesEverythingIsNotReady() throws Exception {
    try (FakeDaemon daemon = new FakeDaemon(home)) {
      refuses(daemon, 1);

      assertThat(daemons().findReady(DEAF)).isEqualTo(Optional.empty());
    }
  }

  private static void refuses(FakeDaemon daemon, int exitCode) {
    JsonObject data = JsonObject.builder().put("exit_code", exitCode).build();
    daemon.does(
        Methods.HELLO,
        (_, _) -> {
          throw new RpcException(RpcException.FAILED, "no", data);
        });
  }

  @Test
  void aStateFolderThatIsAFileIsSaidInItsOwnWords() throws IOException {
    Files.writeString(home, "a file");

    assertThatExceptionOfType(CommandException.class)
        .isThrownBy(() -> daemons().look(DEAF))
        .withMessageStartingWith(home + " is not a folder");
    assertThatExceptionOfType(CommandException.class)
        .isThrownBy(() -> daemons().findReady(DEAF))
        .withMessageStartingWith(home + " is not a folder");
  }

  @Test
  void aLockThatCannotBeAskedIsSaid() throws Exception {
    PrivateFolder.create(home);
    Files.createSymbolicLink(places.lockFile(), root.resolve("elsewhere"));

    assertThatExceptionOfType(CommandException.class)
        .isThrownBy(() -> daemons().look(DEAF))
        .withMessageStartingWith("cannot tell whether the daemon is running: home/daemon.lock: ");
    assertThat(daemons().findReady(DEAF)).isEqualTo(Optional.empty());
  }
}
