package dev.localport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Methods;
import dev.localport.rpc.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A status that is too long for one line of the protocol. */
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
}
