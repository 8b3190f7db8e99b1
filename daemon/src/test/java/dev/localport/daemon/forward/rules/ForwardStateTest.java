package dev.localport.daemon.forward.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.daemon.forward.rules.ForwardState.Connected;
import dev.localport.daemon.forward.rules.ForwardState.Connecting;
import dev.localport.daemon.forward.rules.ForwardState.Disconnected;
import dev.localport.daemon.forward.rules.ForwardState.Failed;
import dev.localport.daemon.forward.rules.ForwardState.Idle;
import dev.localport.daemon.forward.rules.ForwardState.Reconnecting;
import dev.localport.daemon.forward.rules.ForwardState.Stopped;
import dev.localport.daemon.forward.rules.ForwardState.Suspended;
import dev.localport.daemon.recovery.AttemptCount;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each state says of itself. */
class ForwardStateTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final Instant LATER = NOW.plusSeconds(1);
  private static final Failure CAUSE = new Failure(FailureKind.SESSION, "what went wrong");
  private static final AttemptCount NONE = AttemptCount.NONE;

  record Said(
      ForwardState state,
      String word,
      @Nullable Instant wakeAt,
      @Nullable Failure cause,
      boolean isSettled) {}

  static Stream<Said> states() {
    return Stream.of(
        new Said(new Stopped(), "stopped", null, null, false),
        new Said(new Connecting(NONE, true), "connecting", null, null, false),
        new Said(new Connected(NOW, NONE), "connected", null, null, true),
        new Said(new Idle(), "idle", null, null, true),
        new Said(new Disconnected(CAUSE), "disconnected", null, CAUSE, true),
        new Said(new Reconnecting(NONE, LATER, CAUSE), "reconnecting", LATER, CAUSE, false),
        new Said(new Reconnecting(NONE, null, CAUSE), "reconnecting", null, CAUSE, false),
        new Said(suspended(SuspendedReason.FORBIDDEN), "suspended", LATER, CAUSE, true),
        new Said(suspended(SuspendedReason.NO_READY_POD), "suspended", LATER, CAUSE, false),
        new Said(new Failed(CAUSE, NOW), "failed", null, CAUSE, true));
  }

  private static Suspended suspended(SuspendedReason reason) {
    return new Suspended(reason, CAUSE, LATER, 0, NONE);
  }

  @ParameterizedTest
  @MethodSource("states")
  void eachStateSaysWhatItIsAndWaitsFor(Said said) {
    ForwardState state = said.state();

    assertThat(state.word()).isEqualTo(said.word());
    assertThat(state.wakeAt()).isEqualTo(said.wakeAt());
    assertThat(state.cause()).isEqualTo(said.cause());
    assertThat(state.isSettled()).isEqualTo(said.isSettled());
  }

  @Test
  void onlyWhatIsSuspendedHasAReason() {
    List<String> reasons =
        Arrays.stream(SuspendedReason.values())
            .map(reason -> String.valueOf(suspended(reason).reasonWord()))
            .toList();

    assertThat(reasons)
        .containsExactly(
            "cluster_offline",
            "no_ready_pod",
            "target_missing",
            "forbidden",
            "credentials",
            "circuit_open",
            "port_taken",
            "port_denied");
    assertThat(new Failed(CAUSE, NOW).reasonWord()).isNull();
  }
}
