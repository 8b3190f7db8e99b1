package dev.localport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Methods;
import dev.localport.api.ServiceStatus;
import dev.localport.api.ServiceStatusBuilder;
import dev.localport.rpc.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code stop} prints. */
class StopTest {
  @TempDir private Path root;

  private Terminal.Result stop(List<String> names, List<String> idle, String... words)
      throws Exception {
    Terminal terminal = new Terminal(root);
    List<JsonObject> services =
        names.stream()
            .map(name -> ServiceStatusBuilder.builder(Samples.admin()).name(name).build())
            .map(ServiceStatus::toJson)
            .toList();
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      daemon.answers(
          Methods.STOP,
          JsonObject.builder().put("services", services).put("already_stopped", idle).build());
      return terminal.run(words);
    }
  }

  @Test
  void aFewServicesAreNamedAndManyAreCounted() throws Exception {
    List<String> many = IntStream.rangeClosed(1, 16).mapToObj(i -> "db-" + i).toList();

    assertThat(stop(List.of("web"), List.of(), "stop", "web"))
        .isEqualTo(new Terminal.Result(0, "Stopped web.\n", ""));
    assertThat(stop(many, List.of(), "stop", "--all"))
        .isEqualTo(new Terminal.Result(0, "Stopped 16 services.\n", ""));
  }

  @Test
  void whatWasStoppedBeforeIsNamedWhereItWasAskedFor() throws Exception {
    List<String> both = List.of("api", "web");

    assertThat(stop(List.of("web"), List.of("web"), "stop", "web"))
        .isEqualTo(new Terminal.Result(0, "", "web is already stopped.\n"));
    assertThat(stop(both, both, "stop", "--all"))
        .isEqualTo(new Terminal.Result(0, "", "api, web are already stopped.\n"));
    assertThat(stop(both, List.of("web"), "stop", "api", "web"))
        .isEqualTo(new Terminal.Result(0, "Stopped api.\n", "web is already stopped.\n"));
    assertThat(stop(both, List.of("web"), "stop", "--all"))
        .isEqualTo(new Terminal.Result(0, "Stopped api.\n", ""));
  }
}
