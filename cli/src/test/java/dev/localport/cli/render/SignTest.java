package dev.localport.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ServiceStatus;
import dev.localport.cli.Samples;
import dev.localport.rpc.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignTest {
  private static ServiceStatus with(String key, Object value) {
    return ServiceStatus.from(
        JsonObject.builder().putAll(Samples.postgres().toJson()).put(key, value).build());
  }

  private static ServiceStatus heartbeat(boolean healthy, double roundTrip) {
    return with(
        "heartbeat",
        JsonObject.builder()
            .putAll(Samples.postgres().heartbeat().toJson())
            .put("healthy", healthy)
            .put("rtt_ms_p50", roundTrip)
            .build());
  }

  @ParameterizedTest
  @CsvSource({
    "connected, CONNECTED",
    "connecting, RECONNECTING",
    "reconnecting, RECONNECTING",
    "suspended, AWAY",
    "failed, AWAY",
    "disconnected, AWAY",
    "idle, UNKNOWN",
    "stopped, UNKNOWN",
    "a state of a newer daemon, UNKNOWN"
  })
  void everyStateHasASign(String state, Sign sign) {
    assertThat(Sign.of(with("state", state))).isEqualTo(sign);
  }

  @Test
  void aLatePingIsSlow() {
    assertThat(Sign.of(heartbeat(true, 500))).isEqualTo(Sign.CONNECTED);
    assertThat(Sign.of(heartbeat(true, 500.1))).isEqualTo(Sign.SLOW);
    assertThat(Sign.of(heartbeat(false, 1))).isEqualTo(Sign.SLOW);
  }

  @ParameterizedTest
  @CsvSource({
    "healthy, healthy",
    "unhealthy, unhealthy",
    "disabled, no check",
    "unknown, unknown",
    "a word of a newer daemon, unknown"
  })
  void healthIsSaidInWords(String health, String words) {
    assertThat(ServiceWords.health(with("health", health)).text()).isEqualTo(words);
  }
}
