package dev.localport.daemon.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.api.ServiceStatus;
import dev.localport.daemon.forward.rules.ForwardState;
import dev.localport.daemon.forward.rules.SuspendedReason;
import dev.localport.daemon.recovery.AttemptCount;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StateWordsTest {
  private static final Failure WHY = new Failure(FailureKind.SESSION, "lost");

  @Test
  void eachStateHasAWordThatBothSidesKnow() {
    List<ForwardState> states =
        List.of(
            new ForwardState.Stopped(),
            new ForwardState.Connecting(AttemptCount.NONE, true),
            new ForwardState.Connected(Instant.EPOCH, AttemptCount.NONE),
            new ForwardState.Idle(),
            new ForwardState.Disconnected(WHY),
            new ForwardState.Reconnecting(AttemptCount.NONE, null, WHY),
            new ForwardState.Suspended(SuspendedReason.FORBIDDEN, WHY, null, 0, AttemptCount.NONE),
            new ForwardState.Failed(WHY, Instant.EPOCH));

    assertThat(states).map(ForwardState::word).containsExactlyElementsOf(ServiceStatus.STATES);
    assertThat(states).hasSameSizeAs(ForwardState.class.getPermittedSubclasses());
  }
}
