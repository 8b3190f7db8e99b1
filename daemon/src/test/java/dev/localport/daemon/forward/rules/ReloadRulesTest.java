package dev.localport.daemon.forward.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.config.ReconnectConfig;
import dev.localport.config.Tuning;
import dev.localport.daemon.forward.rules.ForwardEvent.AutoOff;
import dev.localport.daemon.forward.rules.ForwardEvent.GoodSign;
import dev.localport.daemon.forward.rules.ForwardEvent.ReconnectAsked;
import dev.localport.daemon.forward.rules.ForwardState.Disconnected;
import dev.localport.daemon.forward.rules.ForwardState.Idle;
import dev.localport.daemon.forward.rules.ForwardState.Reconnecting;
import dev.localport.daemon.recovery.AttemptCount;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What follows for a forward when its file or a setting changes. */
class ReloadRulesTest {
  private static final Failure LOST = new Failure(FailureKind.SESSION, "lost");
  private static final ForwardState RETRYING =
      new Reconnecting(new AttemptCount(2, 2), Instant.parse("2026-11-30T12:00:00Z"), LOST);

  private static Tuning tuning(boolean auto, boolean lazy) {
    Tuning defaults = Tuning.DEFAULT;
    return new Tuning(
        new ReconnectConfig(auto, 10, Duration.ofSeconds(1), Duration.ofMinutes(1), 2, 0.3),
        defaults.breaker(),
        defaults.heartbeat(),
        defaults.hold(),
        lazy,
        defaults.idleTimeout(),
        defaults.balance(),
        defaults.healthCheck());
  }

  private static ForwardEvent event(ForwardState state, Tuning from, Tuning to) {
    return event(state, from, to, LOST);
  }

  private static ForwardEvent event(
      ForwardState state, Tuning from, Tuning to, @Nullable Failure last) {
    return ReloadRules.event(state, from, to, last);
  }

  @Test
  void lazyOffConnectsAnIdleServiceAlsoIfAutoIsTurnedOffWithIt() {
    Tuning lazy = tuning(true, true);
    Tuning eagerOnce = tuning(false, false);

    assertThat(event(new Idle(), lazy, eagerOnce, null)).isInstanceOf(ReconnectAsked.class);
    assertThat(event(new Idle(), lazy, eagerOnce, LOST))
        .as("after a failure of the past")
        .isInstanceOf(ReconnectAsked.class);
  }

  @Test
  void autoOffEndsRetries() {
    assertThat(event(RETRYING, tuning(true, false), tuning(false, false)))
        .isEqualTo(new AutoOff(LOST));
  }

  @Test
  void autoOnConnectsADisconnectedService() {
    assertThat(event(new Disconnected(LOST), tuning(false, false), tuning(true, false)))
        .isInstanceOf(ReconnectAsked.class);
  }

  @Test
  void anyOtherChangeIsAReasonToTry() {
    assertThat(event(RETRYING, tuning(true, false), tuning(true, true)))
        .isInstanceOf(GoodSign.class);
    assertThat(event(new Idle(), tuning(true, false), tuning(true, true)))
        .isInstanceOf(GoodSign.class);
  }
}
