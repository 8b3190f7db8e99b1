package dev.localport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ExitCode;
import dev.localport.api.Methods;
import dev.localport.rpc.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers that are too long for one line of the protocol. */
class PagesTest {
  @TempDir private Path root;

  @Test
  void aStatusInPagesIsShownWhole() throws Exception {
    JsonObject whole = Samples.status().toJson();
    List<JsonObject> services = whole.objects("services");
    assertThat(services).hasSizeGreaterThan(1);
    List<Long> asked = new ArrayList<>();
    Terminal terminal = new Terminal(root);
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      daemon.does(
          Methods.STATUS,
          (params, _) -> {
            int from = (int) params.number("next", 0);
            asked.add((long) from);
            return JsonObject.builder()
                .putAll(whole)
                .put("services", services.subList(from, from + 1))
                .put("next", from + 1 < services.size() ? from + 1 : null)
                .build();
          });

      JsonObject shown = JsonObject.parse(terminal.run("status", "-o", "json").stdout());

      assertThat(shown.objects("services")).isEqualTo(services);
    }
    assertThat(asked).hasSize(services.size());
  }

  private Terminal.Result act(String method, String... words) throws Exception {
    List<JsonObject> services =
        List.of(Samples.postgres().toJson(), Samples.web().toJson(), Samples.reports().toJson());
    Terminal terminal = new Terminal(root);
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      daemon.does(
          method,
          (params, _) -> {
            int from = (int) params.number("next", 0);
            return JsonObject.builder()
                .put("services", services.subList(from, from + 1))
                .put("next", from + 1 < services.size() ? from + 1 : null)
                .build();
          });
      return terminal.run(words);
    }
  }

  @Test
  void anActingCommandShowsAllPagesAndItsExitCodeCountsThem() throws Exception {
    for (String[] command :
        List.of(
            new String[] {Methods.START, "start", "--all"},
            new String[] {Methods.RESTART, "restart", "--all"},
            new String[] {Methods.RECONNECT, "reconnect"})) {
      Terminal.Result result = act(command[0], Arrays.copyOfRange(command, 1, command.length));

      assertThat(result.stdout()).as(command[1]).startsWith("✓ orders-db  127.0.0.1:5432 ");
      assertThat(result.stderr()).contains("✗ web ").contains("○ reports ");
      assertThat(result.exit()).isEqualTo(ExitCode.SERVICE);
    }
    assertThat(act(Methods.STOP, "stop", "--all").stdout())
        .isEqualTo("Stopped orders-db, web, reports.\n");
  }

  @Test
  void aTestOfManyPortsFailsByAStepOfTheLastPage() throws Exception {
    List<JsonObject> steps = Samples.test().toJson().objects("steps");
    Terminal terminal = new Terminal(root);
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      daemon.does(
          Methods.TEST,
          (params, _) -> {
            int from = (int) params.number("next", 0);
            return JsonObject.builder()
                .put("name", "web")
                .put("steps", steps.subList(from, from + 1))
                .put("next", from + 1 < steps.size() ? from + 1 : null)
                .build();
          });

      Terminal.Result result = terminal.run("test", "web");

      assertThat(result.stdout()).contains("web-1 refuses connections");
      assertThat(result.exit()).isEqualTo(ExitCode.NETWORK);
    }
  }
}
