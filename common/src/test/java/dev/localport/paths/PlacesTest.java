package dev.localport.paths;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlacesTest {
  private static final Path HOME = Path.of("/home/alice");
  private static final Path TEMPORARY = Path.of("/tmp");
  private static final Path STATE = Path.of("/home/alice/.local/state/localport");
  private static final String LONG = "/" + "a-rather-long-name/".repeat(6) + "end";

  @TempDir private Path runtime;

  private static Places places(Map<String, String> environment) {
    return new Places(environment, HOME, TEMPORARY, "alice");
  }

  @Test
  void keepsEverythingInTheStateFolder() {
    Places places = places(Map.of());

    assertThat(places.stateFolder()).isEqualTo(STATE);
    assertThat(places.lockFile()).isEqualTo(STATE.resolve("daemon.lock"));
    assertThat(places.daemonFile()).isEqualTo(STATE.resolve("daemon.json"));
    assertThat(places.stateFile()).isEqualTo(STATE.resolve("state.json"));
    assertThat(places.journalFolder()).isEqualTo(STATE.resolve("journal"));
    assertThat(places.logsFolder()).isEqualTo(STATE.resolve("logs"));
    assertThat(places.daemonLog()).isEqualTo(STATE.resolve("logs/daemon.log"));
    assertThat(places.serviceLog("db-1")).isEqualTo(STATE.resolve("logs/services/db-1.log"));
    assertThat(places.socket()).isEqualTo(STATE.resolve("daemon.sock"));
  }

  @Test
  void followsXdgStateHome() {
    assertThat(places(Map.of("XDG_STATE_HOME", "/state")).stateFolder())
        .isEqualTo(Path.of("/state/localport"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "relative/folder", "~"})
  void ignoresXdgFoldersThatAreNotAbsolute(String folder) {
    Places places =
        places(Map.of("XDG_STATE_HOME", folder, "XDG_RUNTIME_DIR", folder, "LOCALPORT_HOME", ""));

    assertThat(places.stateFolder()).isEqualTo(STATE);
    assertThat(places.socket()).isEqualTo(STATE.resolve("daemon.sock"));
  }

  @Test
  void holdsAllOfItInLocalportHome() {
    Places places =
        places(
            Map.of(
                "LOCALPORT_HOME", "/own/here/../there",
                "XDG_STATE_HOME", "/state",
                "XDG_RUNTIME_DIR", runtime.toString()));

    assertThat(places.stateFolder()).isEqualTo(Path.of("/own/there"));
    assertThat(places.daemonLog()).isEqualTo(Path.of("/own/there/logs/daemon.log"));
    assertThat(places.socket()).isEqualTo(Path.of("/own/there/daemon.sock"));
  }

  @Test
  void makesARelativeLocalportHomeAbsolute() {
    assertThat(places(Map.of("LOCALPORT_HOME", "own")).stateFolder())
        .isEqualTo(Path.of("own").toAbsolutePath());
  }

  @Test
  void putsTheSocketIntoTheRuntimeFolder() {
    assertThat(places(Map.of("XDG_RUNTIME_DIR", runtime.toString())).socket())
        .isEqualTo(runtime.resolve("localport/daemon.sock"));
  }

  @Test
  void passesOverARuntimeFolderThatIsNotThere() throws IOException {
    Path file = Files.createFile(runtime.resolve("file"));

    for (Path other : new Path[] {runtime.resolve("missing"), file}) {
      assertThat(places(Map.of("XDG_RUNTIME_DIR", other.toString())).socket())
          .isEqualTo(STATE.resolve("daemon.sock"));
    }
  }

  @Test
  void putsASocketWhosePathIsTooLongIntoTheTemporaryFolder() {
    Path socket = places(Map.of("LOCALPORT_HOME", LONG)).socket();

    assertThat(socket.toString()).matches("/tmp/localport-alice-[0-9a-f]{8}/daemon.sock");
    assertThat(places(Map.of("LOCALPORT_HOME", LONG + "2")).socket()).isNotEqualTo(socket);
    assertThat(places(Map.of("LOCALPORT_HOME", LONG)).socket()).isEqualTo(socket);
  }

  @Test
  void putsNoSocketOnANetworkFileSystem() {
    Places shared =
        new Places(Map.of(), HOME, TEMPORARY, "alice", folder -> folder.startsWith(HOME));

    assertThat(shared.socket().toString()).matches("/tmp/localport-alice-[0-9a-f]{8}/daemon.sock");
    assertThat(shared.stateFolder()).isEqualTo(STATE);
  }

  @Test
  void prefersTheRuntimeFolderOfAUserWhoseHomeIsOnTheNetwork() {
    Places shared =
        new Places(
            Map.of("XDG_RUNTIME_DIR", runtime.toString()),
            HOME,
            TEMPORARY,
            "alice",
            folder -> folder.startsWith(HOME));

    assertThat(shared.socket()).isEqualTo(runtime.resolve("localport/daemon.sock"));
  }

  @Test
  void countsBytesNotCharacters() {
    String hundred = "/" + "ü".repeat(44); // 1 + 88 + the 11 of a slash and ten more: daemon.sock

    assertThat(places(Map.of("LOCALPORT_HOME", hundred + "/")).socket().toString())
        .startsWith("/tmp/")
        .hasSizeLessThan(Places.MAX_SOCKET_PATH);
    assertThat(places(Map.of("LOCALPORT_HOME", "/x" + "ü".repeat(43))).socket().toString())
        .startsWith("/x");
  }

  @Test
  void namesTheTemporaryFolderSafely() {
    Places places = new Places(Map.of("LOCALPORT_HOME", LONG), HOME, TEMPORARY, "../CORP\\al ice");

    assertThat(places.socket().toString())
        .matches("/tmp/localport-\\.\\._CORP_al_ice-[0-9a-f]{8}/daemon.sock");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "../daemon", "a/b", "a\nb"})
  void leadsNowhereElseByAServicesName(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> places(Map.of()).serviceLog(name))
        .withMessage("no name of a service: " + name);
  }

  @Test
  void knowsThoseOfThisProcess() {
    assertThat(Places.ofProcess().stateFolder()).isAbsolute();
  }
}
