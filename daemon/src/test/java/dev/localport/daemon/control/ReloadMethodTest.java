package dev.localport.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ReloadReply;
import dev.localport.api.ReloadReply.FileReload;
import dev.localport.daemon.services.ForwardsFixture;
import dev.localport.daemon.services.LoadException;
import dev.localport.daemon.state.DesiredState;
import dev.localport.rpc.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadMethodTest {
  @TempDir private Path folder;
  private ForwardsFixture daemon;
  private Path file;

  @BeforeEach
  void open() throws IOException, InterruptedException, LoadException {
    daemon = new ForwardsFixture(folder);
    daemon.load("web: [\":7\"]", "api: [\":7\"]");
    file = folder.resolve("localport.yaml");
  }

  @AfterEach
  void close() throws InterruptedException {
    daemon.close();
  }

  private List<FileReload> reload() throws InterruptedException {
    JsonObject answer =
        new ReloadMethod(daemon.forwards).call(JsonObject.empty(), new DeafCaller());
    return ReloadReply.from(answer).files();
  }

  private void replace(String old, String now) throws IOException {
    Files.writeString(file, Files.readString(file).replace(old, now));
  }

  @Test
  void whatTheFileSaysNowHoldsAndTheRestGoesOn()
      throws IOException, InterruptedException, LoadException {
    daemon.started("web");
    replace("name: api", "name: new");

    assertThat(reload()).containsExactly(new FileReload(file.toString(), List.of()));

    assertThat(daemon.forwards.statuses()).map(s -> s.name()).containsExactly("new", "web");
    assertThat(daemon.status("web").state()).isEqualTo("connected");
  }

  @Test
  void aBrokenFileChangesNothingAndHindersNoOther()
      throws IOException, InterruptedException, LoadException {
    Path other = folder.resolve("other.yaml");
    String services =
        "version: '1.0'\nservices:\n- {name: %s, local_port: auto, remote_port: 1, connection: {resource_name: x}}\n";
    Files.writeString(other, services.formatted("old"));
    daemon.forwards.load(new DesiredState.Source(other.toString(), null, null));
    Files.writeString(other, services.formatted("later"));
    replace("resource_type: pod", "resource_type: pot");

    List<FileReload> files = reload();

    assertThat(files).map(FileReload::file).containsExactly(file.toString(), other.toString());
    assertThat(files).map(FileReload::isTaken).containsExactly(false, true);
    assertThat(files.getFirst().problems())
        .hasSize(2)
        .allSatisfy(problem -> assertThat(problem).startsWith(file + ":").contains("pot"));
    assertThat(daemon.forwards.statuses())
        .map(s -> s.name())
        .containsExactly("api", "later", "web");
  }
}
