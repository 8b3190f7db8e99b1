package dev.localport.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.api.Methods;
import dev.localport.daemon.services.LoadException;
import dev.localport.rpc.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Methods that take names say which known name is near an unknown one. */
class DidYouMeanTest {
  private static final JsonObject MISTYPED =
      JsonObject.builder().put("names", List.of("wbe", "nothing-like-it")).build();

  @TempDir private Path folder;

  @Test
  void anUnknownNameIsAnsweredWithTheNearest()
      throws IOException, InterruptedException, LoadException {
    try (ControlFixture at = new ControlFixture(folder)) {
      at.daemon.load("web: [\":7\"]");

      for (String method :
          List.of(Methods.START, Methods.STOP, Methods.RESTART, Methods.RECONNECT)) {
        JsonObject answer = call(at, method, MISTYPED);
        assertThat(answer.texts("unknown")).as(method).hasSize(2);
        assertThat(answer.textMap("did_you_mean")).as(method).isEqualTo(Map.of("wbe", "web"));
      }
    }
  }

  @Test
  void anUnknownTagIsAnsweredWithTheNearest()
      throws IOException, InterruptedException, LoadException {
    try (ControlFixture at = new ControlFixture(folder)) {
      at.daemon.load("web: [\":7\"]\n    tags: [shop]");

      JsonObject answer =
          call(at, Methods.STOP, JsonObject.builder().put("tags", List.of("shpo", "x")).build());

      assertThat(answer.texts("unknown_tags")).containsExactly("shpo", "x");
      assertThat(answer.textMap("did_you_mean")).isEqualTo(Map.of("shpo", "shop"));
    }
  }

  @Test
  void aMethodOnOneServiceRefusesWithTheNearest()
      throws IOException, InterruptedException, LoadException {
    try (ControlFixture at = new ControlFixture(folder)) {
      at.daemon.load("web: [\":7\"]");
      JsonObject one = JsonObject.builder().put("name", "wbe").build();

      for (String method : List.of(Methods.TEST, Methods.EXPLAIN)) {
        assertThatThrownBy(() -> call(at, method, one))
            .as(method)
            .hasMessage("no service \"wbe\"; did you mean web?");
      }
    }
  }

  private static JsonObject call(ControlFixture at, String method, JsonObject params)
      throws InterruptedException {
    return Objects.requireNonNull(at.control.methods().byName().get(method), method)
        .call(params, new DeafCaller());
  }
}
