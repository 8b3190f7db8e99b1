package dev.localport.daemon.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ContainerInfo;
import dev.localport.api.ContainerInfoBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
  private static ContainerInfo waiting(String reason, String message) {
    return ContainerInfoBuilder.builder(Given.container(false, "waiting", reason, message, null))
        .build();
  }

  @ParameterizedTest
  @CsvSource({"10s, 10s", "1m20s, 1m 20s", "5m0s, 5m", "1h0m0s, 1h", "2.5s, 2.5s", "0s, 0s"})
  void theDelayIsReadAsPeopleDo(String kubelet, String shown) {
    String message =
        "back-off %s restarting failed container=app pod=web-1_shop".formatted(kubelet);

    assertThat(Backoff.of(waiting("CrashLoopBackOff", message)))
        .isEqualTo("it is waiting %s before the next restart (CrashLoopBackOff)", shown);
  }

  @Test
  void otherMessagesAreNotItsOwn() {
    assertThat(Backoff.of(waiting("CrashLoopBackOff", "will restart in a while"))).isNull();
    assertThat(Backoff.of(waiting("ImagePullBackOff", "back-off 10s pulling"))).isNull();
    assertThat(Backoff.of(Given.container(false, "running", null, null, null))).isNull();
  }
}
