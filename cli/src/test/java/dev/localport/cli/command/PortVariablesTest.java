package dev.localport.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ServiceStatus;
import dev.localport.cli.Samples;
import dev.localport.rpc.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PortVariablesTest {
  private static ServiceStatus service(String name, String address, int port) {
    ServiceStatus sample = Samples.postgres();
    JsonObject local =
        JsonObject.builder()
            .put("name", null)
            .put("remote", 80)
            .put(
                "local",
                List.of(JsonObject.builder().put("address", address).put("port", port).build()))
            .build();
    return ServiceStatus.from(
        JsonObject.builder()
            .putAll(sample.toJson())
            .put("name", name)
            .put("ports", List.of(local))
            .build());
  }

  @Test
  void whoListensEverywhereIsReachedOnLoopback() {
    assertThat(
            PortVariables.of(
                List.of(service("4.web-x", "0.0.0.0", 80), service("b", "::", 81)), Map.of()))
        .isEqualTo(
            new PortVariables(
                Map.of(
                    "LOCALPORT_4_WEB_X_HOST", "127.0.0.1",
                    "LOCALPORT_4_WEB_X_PORT", "80",
                    "LOCALPORT_B_HOST", "::1",
                    "LOCALPORT_B_PORT", "81"),
                List.of()));
  }

  @Test
  void twoServicesWithTheSameVariablesAreNotMixedUp() {
    PortVariables variables =
        PortVariables.of(
            List.of(service("my-db", "127.0.0.1", 1), service("my_db", "127.0.0.1", 2)), Map.of());

    assertThat(variables.values()).containsEntry("LOCALPORT_MY_DB_PORT", "1");
    assertThat(variables.taken())
        .containsExactly("my_db is left out: LOCALPORT_MY_DB_PORT is another service's");
  }

  @Test
  void aVariableOfTwoFilesIsTheFirstServices() {
    PortVariables variables =
        PortVariables.of(
            List.of(service("a", "127.0.0.1", 1), service("b", "127.0.0.1", 2)),
            Map.of(
                "a", Map.of("URL", "one"), "b", Map.of("URL", "two"), "c", Map.of("C", "three")));

    assertThat(variables.values()).containsEntry("URL", "one").doesNotContainKey("C");
    assertThat(variables.taken()).containsExactly("URL of b is left out: another service sets it");
  }

  @Test
  void aServiceWithOneOfItsPortsDoesNotListen() {
    ServiceStatus sample = Samples.web();
    assertThat(PortVariables.listens(sample)).isTrue();
    JsonObject half =
        JsonObject.builder()
            .putAll(sample.toJson())
            .put(
                "ports",
                List.of(
                    sample.toJson().objects("ports").getFirst(),
                    JsonObject.builder()
                        .put("name", null)
                        .put("remote", 81)
                        .put("local", List.of())
                        .build()))
            .build();
    assertThat(PortVariables.listens(ServiceStatus.from(half))).isFalse();
  }
}
