package dev.localport.daemon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ClusterEvent;
import dev.localport.api.ClusterEventBuilder;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the reasons of Kubernetes' own events mean. */
class EventSignTest {
  static ClusterEvent event(String type, String reason, String object, @Nullable String in) {
    return ClusterEventBuilder.builder()
        .type(type)
        .reason(reason)
        .object(object)
        .namespace(in)
        .message("why")
        .count(1)
        .lastSeen(Instant.EPOCH)
        .build();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "Normal, NodeReady, BETTER",
        "Normal, Started, BETTER",
        "Normal, Pulled, CHANGED",
        "Normal, Scheduled, CHANGED",
        "Normal, NodeNotReady, WORSE",
        "Warning, NodeNotReady, WORSE",
        "Warning, Evicted, WORSE",
        "Warning, FailedScheduling, WORSE",
        "Warning, ErrImagePull, WORSE",
        "Warning, ImagePullBackOff, WORSE",
        "Normal, BackOff, WORSE",
        "Normal, Killing, WORSE",
        "Warning, OfAnOperator, WORSE",
        "Normal, OfAnOperator, none",
        "Normal, LeaderElection, none",
      })
  void theReasonSaysWhetherToLookAgain(String type, String reason, @Nullable EventSign sign) {
    assertThat(EventSign.of(event(type, reason, "pod/web-1", "shop"))).isEqualTo(sign);
  }
}
