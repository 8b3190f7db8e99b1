package dev.localport.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.paths.DaemonFile;
import dev.localport.paths.DaemonLock;
import dev.localport.paths.DaemonPhase;
import dev.localport.paths.Places;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcClient;
import dev.localport.rpc.RpcLimits;
import dev.localport.rpc.RpcMethods;
import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketUpkeepTest {
  private static final JsonObject HERE = JsonObject.builder().put("here", true).build();

  @TempDir private Path root;
  private final CountDownLatch folderIsNew = new CountDownLatch(1);
  private final CountDownLatch superseded = new CountDownLatch(1);
  private Places places;
  private SocketUpkeep reachability;
  private @Nullable AutoCloseable door;

  @BeforeEach
  void open() throws Exception {
    Path home = Files.createDirectory(root.resolve("home"));
    places = new Places(Map.of("LOCALPORT_HOME", home.toString()), root, root, "eve");
    reachability = SocketUpkeep.claim(places, Instant.EPOCH, Duration.ZERO);
    door =
        reachability.open(
            new RpcMethods(Map.of("where", (_, _) -> HERE)),
            RpcLimits.of(Long.MAX_VALUE),
            new SocketUpkeep.Actions(folderIsNew::countDown, superseded::countDown));
  }

  @AfterEach
  void close() throws Exception {
    shut();
    reachability.close();
  }

  private void shut() throws Exception {
    if (door != null) {
      door.close();
      door = null;
    }
  }

  private boolean isFound() {
    try {
      DaemonFile file = DaemonFile.find(places.daemonFile()).orElseThrow(IOException::new);
      try (RpcClient client =
          RpcClient.connect(file.socket(), Duration.ofSeconds(5), (_, _) -> {})) {
        return client.call("where", JsonObject.empty()).equals(HERE);
      }
    } catch (IOException _) {
      return false;
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void isFoundAndHoldsTheLock() throws IOException {
    assertThat(isFound()).isTrue();
    assertThat(DaemonLock.ask(places.lockFile())).isInstanceOf(DaemonLock.State.Held.class);
    assertThatThrownBy(() -> SocketUpkeep.claim(places, Instant.EPOCH, Duration.ZERO))
        .isInstanceOf(AlreadyRunningException.class)
        .hasMessage("another daemon is already running: it holds " + places.lockFile());
  }

  private DaemonPhase phase(Places of) throws IOException {
    return DaemonLock.ask(of.lockFile()) instanceof DaemonLock.State.Held(_, DaemonPhase phase)
        ? phase
        : DaemonPhase.RUNNING;
  }

  @Test
  void itsLockSaysWhatItIsDoing() throws Exception {
    Path home = Files.createDirectory(root.resolve("other"));
    Places other = new Places(Map.of("LOCALPORT_HOME", home.toString()), root, root, "eve");
    SocketUpkeep starting = SocketUpkeep.claim(other, Instant.EPOCH, Duration.ZERO);
    assertThat(phase(other)).isEqualTo(DaemonPhase.STARTING);
    starting.close();

    assertThat(phase(places)).isEqualTo(DaemonPhase.RUNNING);

    shut();
    assertThat(phase(places)).isEqualTo(DaemonPhase.ENDING);
  }

  @Test
  void makesItsSocketAgain() throws IOException {
    Files.delete(places.socket());

    Await.until("a socket that answers", this::isFound);
  }

  @Test
  void makesDaemonJsonAgainAlsoWhereSomebodyChangedIt() throws IOException {
    Files.delete(places.daemonFile());
    Await.until("a file that names it", this::isFound);

    Files.writeString(places.daemonFile(), "{}");

    Await.until("a file that names it again", this::isFound);
  }

  @Test
  void makesItsFolderAgainAndSaysSo() throws IOException, InterruptedException {
    remove(places.stateFolder());

    folderIsNew.await();

    Await.until("a daemon that is found", this::isFound);
    assertThat(places.logsFolder()).isDirectory();
    assertThat(DaemonLock.ask(places.lockFile())).isInstanceOf(DaemonLock.State.Held.class);
  }

  @Test
  void givesWayToADaemonThatHoldsTheFolderNow() throws IOException, InterruptedException {
    Path aside = Files.move(places.stateFolder(), root.resolve("aside"));
    Path other = Files.createDirectory(root.resolve("other"));
    try (DaemonLock lock =
        DaemonLock.take(other.resolve("daemon.lock"), Duration.ZERO).orElseThrow()) {
      lock.write(
          new DaemonFile(1, "2", "", other.resolve("daemon.sock"), Instant.EPOCH),
          DaemonPhase.RUNNING);
      Files.move(other, places.stateFolder()); // in one step: there is no folder without an owner

      superseded.await();

      assertThat(folderIsNew.getCount()).isEqualTo(1);
    }
    assertThat(aside).exists();
  }

  @Test
  void saysWhyDaemonJsonCannotBeWrittenUntilItCan() throws IOException {
    Files.delete(places.daemonFile());
    Path inTheWay = Files.createDirectories(places.daemonFile().resolve("in the way"));
    Await.until("a note", () -> !reachability.notes().isEmpty());
    assertThat(reachability.notes())
        .singleElement()
        .asString()
        .startsWith(places.daemonFile() + " cannot be written: ");

    Files.delete(inTheWay);
    Files.delete(places.daemonFile());

    Await.until("a file that names it", this::isFound);
    Await.until("nothing to say", () -> reachability.notes().isEmpty());
  }

  @Test
  void leavesNothingToFindWhenItEnds() throws Exception {
    Path socket = places.socket();

    shut();

    assertThat(List.of(socket, places.daemonFile())).noneMatch(Files::exists);
  }

  @Test
  void leavesItsFileForTheNextOneWhenItIsReplaced() throws Exception {
    reachability.handOver(true);

    shut();

    assertThat(places.daemonFile()).exists();
  }
}
