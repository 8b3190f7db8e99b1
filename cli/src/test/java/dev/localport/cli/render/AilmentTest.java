package dev.localport.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.api.ServiceStatus;
import dev.localport.api.StatusReply;
import dev.localport.cli.Samples;
import dev.localport.rpc.JsonObject;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Services whose forward works, and that are no use. */
class AilmentTest {
  private static ServiceStatus with(Map<String, Object> changes) {
    JsonObject.Builder changed = JsonObject.builder().putAll(Samples.postgres().toJson());
    changes.forEach(changed::put);
    return ServiceStatus.from(changed.build());
  }

  private static ServiceStatus connections(int active, long total, long refused) {
    JsonObject connections =
        JsonObject.builder()
            .put("active", active)
            .put("held", 0)
            .put("total", total)
            .put("failed", refused)
            .put("failed_by_cause", JsonObject.builder().put("refused", refused).build())
            .build();
    return with(Map.of("connections", connections));
  }

  private static List<String> status(ServiceStatus service) {
    StatusReply reply =
        new StatusReply(
            StatusReply.Overall.DEGRADED,
            Samples.status().daemon(),
            List.of(service),
            List.of(),
            List.of());
    return new StatusGroups(false, false, Samples.NOW, () -> ZoneOffset.UTC).lines(reply, 0, true);
  }

  @Test
  void aFailingHealthCheckIsNotGreen() {
    Failure failure = new Failure(FailureKind.SESSION, "health check http GET /: returned 500");
    ServiceStatus unhealthy = with(Map.of("health", "unhealthy", "last_error", failure.toJson()));

    assertThat(status(unhealthy))
        .anyMatch(line -> line.contains(Colour.YELLOW.paint("◐ unhealthy")))
        .anyMatch(line -> line.contains("  GET / returned 500  "))
        .noneMatch(line -> line.contains(Colour.GREEN.paint("● up")));
    assertThat(new StatusText(false, Samples.NOW).lines(List.of(unhealthy)))
        .contains("state: connected (unhealthy)", "trouble: GET / returned 500");
  }

  @Test
  void refusedConnectionsAreNotGreen() {
    ServiceStatus refused = connections(0, 2, 2);

    assertThat(status(refused))
        .anyMatch(line -> line.contains(Colour.YELLOW.paint("◐ refused")))
        .anyMatch(line ->
            line.contains("2 of 2 connections refused: nothing listens on port 5432 in the pod"));
  }

  @Test
  void oneOfManyThatCameTooEarlyIsNoAilment() {
    assertThat(Ailment.of(connections(1, 4, 1))).isNull();
    assertThat(Ailment.of(connections(2, 4, 1))).isNotNull();
    assertThat(Sign.of(connections(0, 0, 0))).isEqualTo(Sign.CONNECTED);
  }

  @Test
  void aServiceThatIsAwayHasItsStateToSayWhy() {
    assertThat(Ailment.of(with(Map.of("state", "suspended", "health", "unhealthy")))).isNull();
  }

  @Test
  void whatBecameOfAServiceIsSaidInTheWordsOfStatus() {
    ServiceStatus offline = with(Map.of("state", "suspended", "reason", "cluster_offline"));
    ServiceStatus missing = with(Map.of("state", "suspended", "reason", "no_ready_pod"));

    assertThat(ServiceWords.brief(offline)).isEqualTo("waiting");
    assertThat(ServiceWords.brief(missing)).isEqualTo("no ready pod");
    assertThat(ServiceWords.brief(with(Map.of("state", "stopped")))).isEqualTo("stopped");
  }
}
