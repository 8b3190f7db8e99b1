package dev.localport.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.PortStatus;
import dev.localport.api.Selection;
import dev.localport.daemon.services.ForwardsFixture;
import dev.localport.daemon.services.LoadException;
import dev.localport.rpc.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VariablesMethodTest {
  @TempDir private Path folder;
  private ForwardsFixture daemon;

  @BeforeEach
  void open() throws IOException, InterruptedException, LoadException {
    daemon = new ForwardsFixture(folder);
    daemon.load("web: [{name: main, local: auto, remote: 7}, \":9\"]", "db: [\":7\"]");
    Path file = folder.resolve("localport.yaml");
    String text = Files.readString(file);
    Files.writeString(
        file,
        text.replace(
            "name: web\n",
            "name: web\n    env: {URL: 'http://{host}:{port}/{name}', OTHER: '{port.9}',"
                + " SAME: '{port.main} {port.7}'}\n"));
    assertThat(daemon.forwards.reload(file.toString())).isNull();
  }

  @AfterEach
  void close() throws InterruptedException {
    daemon.close();
  }

  private List<JsonObject> variables() {
    Selection all = new Selection(List.of(), List.of(), true, null);
    return new VariablesMethod(daemon.forwards)
        .call(all.toJson(), new DeafCaller())
        .objects("services");
  }

  @Test
  void theValuesHaveThePortsOfTodayAndAStoppedServiceHasNone() throws InterruptedException {
    assertThat(variables()).isEmpty();

    daemon.started("web");

    List<PortStatus> ports = daemon.status("web").ports();
    int first = ports.getFirst().local().getFirst().port();
    int second = ports.getLast().local().getFirst().port();
    assertThat(variables())
        .singleElement()
        .satisfies(service -> {
          assertThat(service.text("name")).isEqualTo("web");
          assertThat(service.textMap("variables"))
              .containsEntry("URL", "http://127.0.0.1:" + first + "/web")
              .containsEntry("OTHER", String.valueOf(second))
              .containsEntry("SAME", first + " " + first);
        });
  }

  @Test
  void aStatusHasNoVariables() throws InterruptedException {
    daemon.started("web");

    assertThat(daemon.status("web").toJson().toString()).doesNotContain("URL", "http://");
  }
}
