package dev.localport.daemon.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Caller;
import dev.localport.api.OperationStatus;
import dev.localport.api.ProxyVariables;
import dev.localport.api.Settled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateFileTest {
  private static final DesiredState STATE =
      new DesiredState(
          List.of(
              DesiredState.Source.of(
                  "/home/eve/localport.yaml",
                  new Caller(
                      "/a:/b",
                      Map.of("PORT", "1"),
                      true,
                      new ProxyVariables("http://p", null, "corp", null))),
              new DesiredState.Source(null, "services: []", null)),
          List.of(
              new DesiredState.Wanted(
                  "db",
                  "/home/eve/localport.yaml",
                  new Settled("dev", List.of(new Settled.Port("http", 40_000)))),
              new DesiredState.Wanted("web", null, Settled.NOTHING)),
          List.of(),
          new DesiredState.Queue(
              12,
              List.of(
                  new OperationStatus(
                      11,
                      "restart",
                      "db",
                      "dev",
                      OperationStatus.PENDING,
                      Instant.parse("2026-01-31T08:00:00Z"),
                      null,
                      null,
                      null))));

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("state.json");
  }

  @Test
  void comesBackAsItWasWritten() throws IOException, NewerStateException {
    new StateFile(file).write(STATE);

    assertThat(new StateFile(file).read()).isEqualTo(STATE);
  }

  @Test
  void isWrittenForPeopleToo() {
    new StateFile(file).write(STATE);

    assertThat(file)
        .content()
        .startsWith("{\n")
        .contains("\"version\" : 1")
        .contains("\"file\" : \"/home/eve/localport.yaml\"")
        .endsWith("}\n");
  }

  @Test
  void whatAnOlderDaemonKeptIsReadToo() throws IOException, NewerStateException {
    Files.writeString(
        file,
        """
        {"version": 1,
         "sources": [{"file": "/home/eve/localport.yaml", "text": null, "kubeconfig": null}],
         "wanted": [{"name": "db", "context": "dev"}]}
        """);

    assertThat(new StateFile(file).read().wanted())
        .containsExactly(new DesiredState.Wanted("db", null, new Settled("dev", List.of())));
  }

  @Test
  void noFileIsNoState() throws IOException, NewerStateException {
    assertThat(new StateFile(file).read()).isEqualTo(DesiredState.NOTHING);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "{\"sources\":7}", "{\"sources\":[],\"wanted\":[{}]}"})
  void garbageIsNoStateAndIsKeptAside(String garbage) throws IOException, NewerStateException {
    Files.writeString(file, garbage);

    assertThat(new StateFile(file).read()).isEqualTo(DesiredState.NOTHING);

    assertThat(folder.resolve("state.json.unreadable")).hasContent(garbage);
    assertThat(file).doesNotExist();
  }

  @Test
  void bytesThatAreNoTextAreNoState() throws IOException, NewerStateException {
    Files.write(file, new byte[] {(byte) 0xff, 0, (byte) 0xfe});

    assertThat(new StateFile(file).read()).isEqualTo(DesiredState.NOTHING);
  }

  @Test
  void aStateThatCannotBeKeptIsNoError() {
    String why = new StateFile(folder.resolve("no/such/folder/state.json")).write(STATE);

    assertThat(why).isNotNull();
    assertThat(folder.resolve("no")).doesNotExist();
  }
}
