package dev.localport.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ServiceStatusBuilder;
import dev.localport.api.StatusChange;
import dev.localport.api.TrafficStatusBuilder;
import dev.localport.cli.Samples;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a forward in the foreground says. */
class ForwardWordsTest {
  private static String change(
      String state, @Nullable String cause, @Nullable String pod, @Nullable Duration outage) {
    return ServiceWords.change(
        new StatusChange("web", "dev", "connected", state, null, cause, pod, Samples.NOW), outage);
  }

  @Test
  void aChangeIsSaidWithItsCauseAndHowLongItTook() {
    String gone = "pod web-1: it is being deleted";

    assertThat(change("reconnecting", gone, null, null)).isEqualTo("connection lost: " + gone);
    assertThat(change("suspended", "there is no pod", null, null))
        .isEqualTo("waiting: there is no pod");
    assertThat(change("disconnected", gone, null, null))
        .isEqualTo("disconnected: " + gone + "; the next connection reconnects");
    assertThat(change("failed", "refused", null, null)).isEqualTo("failed: refused");
    assertThat(change("idle", null, null, null)).isEqualTo("idle");
    assertThat(change("connected", null, "web-2", null)).isEqualTo("connected to web-2");
    assertThat(change("connected", null, "web-2", Duration.ofMillis(1_440)))
        .isEqualTo("reconnected to web-2 after 1.4 s");
    assertThat(change("connected", null, null, Duration.ofMinutes(3)))
        .startsWith("reconnected after 3");
  }

  private static String traffic(long total, long refused, long received) {
    return ServiceWords.traffic(
        ServiceStatusBuilder.builder(Samples.web())
            .traffic(
                TrafficStatusBuilder.builder()
                    .total(total)
                    .failedByCause(Map.of("refused", refused))
                    .received(received)
                    .build())
            .build());
  }

  @Test
  void connectionsAreCountedAtTheEnd() {
    assertThat(traffic(0, 0, 0)).isEqualTo("no connections");
    assertThat(traffic(1, 0, 12)).isEqualTo("1 connection, 12 B received");
    assertThat(traffic(14, 2, 1_300_000)).isEqualTo("14 connections, 2 refused, 1.2 MiB received");
  }
}
