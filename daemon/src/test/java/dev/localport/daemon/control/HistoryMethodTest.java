package dev.localport.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.api.Methods;
import dev.localport.daemon.services.LoadException;
import dev.localport.rpc.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
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

  @Test
  void aContextThatNoServiceUsesIsRefusedWithTheNearest()
      throws IOException, InterruptedException, LoadException {
    try (ControlFixture at = new ControlFixture(folder)) {
      at.daemon.load("web: [\":7\"]");
      at.daemon.started("web"); // pins its context: dev

      assertThat(history(at, null, "dev").objects("services")).hasSizeLessThan(2);
      assertThatThrownBy(() -> history(at, null, "dve"))
          .hasMessage("no service uses the context \"dve\"; did you mean dev?");
      assertThatThrownBy(() -> history(at, "wbe", null))
          .hasMessage("no service \"wbe\"; did you mean web?");
    }
  }

  private static JsonObject history(ControlFixture at, String service) throws InterruptedException {
    return history(at, service, null);
  }

  private static JsonObject history(
      ControlFixture at, @Nullable String service, @Nullable String context)
      throws InterruptedException {
    JsonObject params =
        JsonObject.builder().put("service", service).put("context", context).build();
    return Objects.requireNonNull(at.control.methods().byName().get(Methods.HISTORY_QUERY))
        .call(params, new DeafCaller());
  }
}
