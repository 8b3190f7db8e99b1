package dev.localport.daemon.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.daemon.forward.rules.ForwardState;
import dev.localport.daemon.forward.rules.SuspendedReason;
import dev.localport.daemon.recovery.AttemptCount;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WaitingClientsTest {
  private static final Instant LOST = Instant.parse("2026-11-30T12:00:00Z");
  private static final Failure WHY = new Failure(FailureKind.SESSION, "error dialing backend");
  private static final ForwardState CONNECTED =
      new ForwardState.Connected(LOST.minusSeconds(60), AttemptCount.NONE);
  private static final ForwardState BACKING_OFF =
      new ForwardState.Reconnecting(AttemptCount.NONE, LOST.plusSeconds(60), WHY);

  private final WaitingClients waiting = new WaitingClients();

  @Test
  void whileSomebodyWaitsItIsTimeToLookOnceASecond() {
    waiting.changed(CONNECTED, BACKING_OFF, true, LOST);

    assertThat(waiting.lookAt()).isEqualTo(LOST.plusSeconds(1));
    assertThat(waiting.isTime(LOST.plusMillis(999))).isFalse();
    assertThat(waiting.isTime(LOST.plusSeconds(1))).isTrue();
    assertThat(waiting.isTime(LOST.plusSeconds(1))).as("once").isFalse();
    waiting.waits(BACKING_OFF, LOST.plusSeconds(1));
    assertThat(waiting.lookAt()).isEqualTo(LOST.plusSeconds(2));
  }

  @Test
  void withoutAnyoneWhoWaitsTheBackoffCounts() {
    waiting.changed(CONNECTED, BACKING_OFF, false, LOST);
    assertThat(waiting.lookAt()).isNull();

    waiting.waits(BACKING_OFF, LOST.plusSeconds(5));
    assertThat(waiting.lookAt()).isEqualTo(LOST.plusSeconds(6));
  }

  @Test
  void afterThirtySecondsTheBackoffCountsWhoeverWaits() {
    waiting.changed(CONNECTED, BACKING_OFF, true, LOST);
    assertThat(waiting.isTime(LOST.plusSeconds(30))).isTrue();

    waiting.waits(BACKING_OFF, LOST.plus(WaitingClients.YOUNG));

    assertThat(waiting.lookAt()).isNull();
  }

  @Test
  void aForwardThatNeverConnectedKeepsToItsBackoff() {
    waiting.waits(BACKING_OFF, LOST);

    assertThat(waiting.lookAt()).isNull();
  }

  @Test
  void anAttemptThatRunsIsNotDisturbed() {
    ForwardState dialing = new ForwardState.Reconnecting(AttemptCount.NONE, null, WHY);
    waiting.changed(CONNECTED, dialing, true, LOST);

    assertThat(waiting.lookAt()).isNull();
  }

  @Test
  void aBreakerThatJustOpenedDoesNotKeepOutWhoWaits() {
    ForwardState open =
        new ForwardState.Suspended(
            SuspendedReason.CIRCUIT_OPEN,
            WHY,
            LOST.plus(Duration.ofMinutes(5)),
            0,
            AttemptCount.NONE);
    waiting.changed(CONNECTED, BACKING_OFF, true, LOST);
    waiting.changed(BACKING_OFF, open, true, LOST.plusSeconds(9));

    assertThat(waiting.lookAt()).isEqualTo(LOST.plusSeconds(10));
  }
}
