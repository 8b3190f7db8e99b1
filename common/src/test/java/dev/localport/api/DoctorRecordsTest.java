package dev.localport.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.DoctorCheck.Status;
import dev.localport.rpc.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What doctor asks and is answered is read as it was written, over a line of JSON. */
class DoctorRecordsTest {
  private static JsonObject sent(JsonObject json) {
    return JsonObject.parse(json.toString());
  }

  @Test
  void findingsTravel() {
    for (DoctorCheck check :
        List.of(
            DoctorCheck.ok("a", "g", "s", "works"),
            DoctorCheck.warning("b", "g", "s", "will break", null),
            DoctorCheck.broken("c", "g", "s", "does not work", "fix it"))) {
      assertThat(DoctorCheck.from(sent(check.toJson()))).isEqualTo(check);
    }
    assertThat(DoctorCheck.broken("c", "g", "s", "m", "r").isBroken()).isTrue();
    assertThat(DoctorCheck.ok("c", "g", "s", "m").isBroken()).isFalse();
  }

  @Test
  void aStatusOfANewerDaemonIsAWarning() {
    JsonObject later =
        JsonObject.builder()
            .putAll(DoctorCheck.ok("a", "g", "s", "m").toJson())
            .put("status", "odd")
            .build();

    assertThat(DoctorCheck.from(later).status()).isEqualTo(Status.WARNING);
  }

  @Test
  void requestsTravelAndPrintNoSecret() {
    DoctorRequest request =
        new DoctorRequest(
            new Caller("/k", Map.of("TOKEN", "secret"), false),
            List.of(
                new DoctorRequest.Cluster("dev", "/other", List.of("shop")),
                new DoctorRequest.Cluster(null, null, List.of())),
            List.of(new DoctorRequest.Port("web", 8080)));

    assertThat(DoctorRequest.from(sent(request.toJson()))).isEqualTo(request);
    assertThat(request.toString()).isEqualTo("2 contexts, 1 ports");
    assertThat(request.clusters().getFirst().group()).isEqualTo("cluster dev");
    assertThat(request.clusters().getLast().group()).isEqualTo("the current context");
    assertThat(DoctorRequest.from(JsonObject.empty()).clusters()).isEmpty();
  }
}
