package dev.localport.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.api.Methods;
import dev.localport.daemon.services.LoadException;
import dev.localport.rpc.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which services a history can be asked for. */
class HistoryMethodTest {
  @TempDir private Path folder;

  @Test
  void aServiceThatIsLeftOutHasAnEmptyHistoryAndAnUnknownOneIsRefused()
      throws IOException, InterruptedException, LoadException {
    try (ControlFixture at = new ControlFixture(folder)) {
      at.daemon.load("left-out: [\"auto:${DB_PORT}\"]");

      assertThat(history(at, "left-out").objects("services")).isEmpty();
      assertThatThrownBy(() -> history(at, "nosuch"))
          .hasMessage("no service \"nosuch\"; see: localport status");
    }
  }

  private static JsonObject history(ControlFixture at, String service) throws InterruptedException {
    return Objects.requireNonNull(at.control.methods().byName().get(Methods.HISTORY_QUERY))
        .call(JsonObject.builder().put("service", service).build(), new DeafCaller());
  }
}
