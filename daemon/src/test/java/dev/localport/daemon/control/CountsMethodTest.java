package dev.localport.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ServiceStatus;
import dev.localport.rpc.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountsMethodTest {
  private final List<ServiceStatus> services = new ArrayList<>();

  private void add(String state, String context) {
    services.add(ClusterSamples.service("s" + services.size(), state, context, "shop"));
  }

  private String counts(JsonObject params) {
    return new CountsMethod(() -> services).call(params, new DeafCaller()).toString();
  }

  @ParameterizedTest
  @CsvSource({
    "connected, 1, false",
    "idle, 1, false",
    "connecting, 0, false",
    "reconnecting, 0, false",
    "suspended, 0, true",
    "disconnected, 0, true",
    "failed, 0, true"
  })
  void aServiceIsUpOrOnItsWayOrInTrouble(String state, int up, boolean trouble) {
    add(state, "dev");
    add("stopped", "dev");

    assertThat(counts(JsonObject.empty()))
        .isEqualTo("{\"up\":%d,\"wanted\":1,\"trouble\":%s}".formatted(up, trouble));
  }

  @Test
  void theServicesOfOneContextCanBeCountedAlone() {
    add("connected", "dev");
    add("failed", "prod");

    assertThat(counts(JsonObject.builder().put("context", "dev").build()))
        .isEqualTo("{\"up\":1,\"wanted\":1,\"trouble\":false}");
    assertThat(counts(JsonObject.empty())).isEqualTo("{\"up\":1,\"wanted\":2,\"trouble\":true}");
  }
}
