package dev.localport.daemon.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.daemon.forward.local.LocalClient;
import dev.localport.daemon.logs.LogFiles;
import dev.localport.daemon.tunnel.PodPorts;
import dev.localport.paths.Places;
import dev.localport.testing.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a service's log says. */
class ForwardLogTest {
  @TempDir private Path folder;
  private Places places;
  private LogFiles files;
  private ForwardsFixture daemon;

  @BeforeEach
  void open() throws IOException {
    places = new Places(Map.of("LOCALPORT_HOME", folder.toString()), folder, folder, "eve");
    files = LogFiles.open(places, "debug");
    daemon = new ForwardsFixture(folder);
  }

  @AfterEach
  void close() throws InterruptedException {
    daemon.close();
    files.close();
  }

  /** Returns the lines without their times. */
  private List<String> log() {
    try {
      return Files.readAllLines(places.serviceLog("web")).stream()
          .map(line -> line.replaceFirst("^\\S+ +", ""))
          .map(line -> line.replaceFirst("took_ms=\"\\d+\"", "took_ms=\"…\""))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private LocalClient connect() throws IOException {
    return new LocalClient(daemon.status("web").ports().getFirst().local().getFirst().port());
  }

  @Test
  void aStopIsOneQuietLineAlsoWithAnOpenConnection()
      throws IOException, InterruptedException, LoadException {
    daemon.load("web: [\":%d\"]".formatted(PodPorts.ECHO));
    daemon.started("web");
    try (LocalClient client = connect()) {
      client.send("1");
      assertThat(client.read(1)).isEqualTo("1");

      daemon.forwards.stop(List.of("web"));

      assertThat(client.readAll()).isEqualTo(", reset");
    }
    Await.until("the session is closed", () -> daemon.server.openSessions() == 0);
    assertThat(log())
        .filteredOn(line -> !line.startsWith("DEBUG"))
        .containsExactly(
            "INFO  connecting service=\"web\" previous=\"stopped\"",
            "INFO  session opened service=\"web\" pod=\"web-1\"",
            "INFO  connected service=\"web\" previous=\"connecting\"",
            "INFO  stopped service=\"web\" previous=\"connected\"");
  }

  @Test
  void aSessionThatReplacesADoubtedOneSaysSo()
      throws IOException, InterruptedException, LoadException {
    daemon.load("web: [\":%d\"]".formatted(PodPorts.RESETS));
    daemon.started("web");
    try (LocalClient client = connect()) {
      client.send("1");
      assertThat(client.readAll()).isEqualTo("before, reset");
    }

    String replaced =
        "INFO  session opened service=\"web\" pod=\"web-1\" replaces=\"a doubted session\"";
    Await.until(replaced, () -> log().contains(replaced));
  }

  @Test
  void debugTellsTheWayOfAConnection() throws IOException, InterruptedException, LoadException {
    daemon.load("web: [\":%d\"]".formatted(PodPorts.ECHO));
    daemon.started("web");
    try (LocalClient client = connect()) {
      client.send("1");
      assertThat(client.read(1)).isEqualTo("1");
      client.end();
      assertThat(client.readAll()).isEqualTo(", end");
    }
    String serves = "DEBUG pod ready service=\"web\" pod=\"web-1\"";
    Await.until(serves, () -> log().contains(serves)); // told by another thread
    daemon.forwards.stop(List.of("web"));
    Await.until(
        "the session is closed",
        () -> log().stream().anyMatch(line -> line.startsWith("DEBUG session closed")));

    String held =
        "DEBUG connection waiting" + " service=\"web\""; // for a moment, or not: either is right
    assertThat(log())
        .filteredOn(line -> line.startsWith("DEBUG"))
        .filteredOn(line -> !line.equals(serves) && !line.equals(held))
        .containsSubsequence( // a spare session has lines of its own in between
            "DEBUG target resolved service=\"web\" pod=\"web-1\" target=\"pod/web-1\""
                + " ports=\"[7]\"",
            "DEBUG session dialed and pinged service=\"web\" pod=\"web-1\""
                + " server=\"http://127.0.0.1:%d\" protocol=\"spdy\" took_ms=\"…\""
                    .formatted(daemon.server.endpoint().port()),
            "DEBUG stream opened service=\"web\" pod=\"web-1\" port=\"7\"",
            "DEBUG stream ended service=\"web\" pod=\"web-1\" port=\"7\"",
            "DEBUG session closed service=\"web\" pod=\"web-1\" why=\"the service was stopped\"");
  }
}
