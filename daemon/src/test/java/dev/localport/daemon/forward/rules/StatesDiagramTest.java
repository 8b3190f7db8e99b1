package dev.localport.daemon.forward.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.config.BreakerConfig;
import dev.localport.config.ReconnectConfig;
import dev.localport.daemon.forward.rules.ForwardEvent.ReconnectAsked;
import dev.localport.daemon.forward.rules.ForwardEvent.StopAsked;
import dev.localport.daemon.forward.rules.ForwardState.Stopped;
import dev.localport.daemon.recovery.Backoff;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The diagram of {@code docs/states.md} has every arrow that the rules take with any settings, and
 * no other. Stop and reconnect lead to one state from everywhere; the page has a sentence for each.
 */
class StatesDiagramTest {
  private static final int WALKS = 200;
  private static final int STEPS = 1_000;

  private static final List<Function<Failure, ForwardEvent>> EVENTS =
      List.of(
          _ -> new ForwardEvent.StartAsked(),
          _ -> new StopAsked(),
          _ -> new ReconnectAsked(),
          _ -> new ForwardEvent.SessionUp(),
          ForwardEvent.SessionLost::new,
          ForwardEvent.SessionLate::new,
          _ -> new ForwardEvent.SessionRecovered(),
          ForwardEvent.AttemptFailed::new,
          ForwardEvent.AttemptFailed::new, // more of them, so that all attempts get used up
          ForwardEvent.AttemptFailed::new,
          _ -> new ForwardEvent.TargetFound(),
          _ -> new ForwardEvent.Unanswered(),
          _ -> new ForwardEvent.Troubled(),
          _ -> new ForwardEvent.TimerFired(),
          _ -> new ForwardEvent.TimerFired(),
          ForwardEvent.ClusterAway::new,
          _ -> new ForwardEvent.ClusterBack(),
          _ -> new ForwardEvent.GoodSign(),
          ForwardEvent.AutoOff::new,
          _ -> new ForwardEvent.IdleTimeout(),
          _ -> new ForwardEvent.ConnectionArrived());

  private final Random random = new Random(1);

  private ForwardRules rules() {
    ReconnectConfig reconnect =
        new ReconnectConfig(
            random.nextInt(5) > 0,
            random.nextInt(4),
            Duration.ofSeconds(1),
            Duration.ofMinutes(1),
            2,
            0.3);
    return new ForwardRules(
        new Backoff(reconnect, random::nextDouble),
        new BreakerConfig(random.nextInt(6), Duration.ofMinutes(5)),
        random.nextBoolean(),
        random.nextInt(4) > 0);
  }

  private Stream<String> arrows() {
    ForwardRules rules = rules();
    ForwardState state = new Stopped();
    Instant now = Instant.parse("2026-11-30T12:00:00Z");
    Set<String> arrows = new TreeSet<>();
    for (int i = 0; i < STEPS; i++) {
      now = now.plusMillis(random.nextInt(20_000));
      FailureKind[] kinds = FailureKind.values();
      Failure failure = new Failure(kinds[random.nextInt(kinds.length)], "random");
      ForwardEvent event = EVENTS.get(random.nextInt(EVENTS.size())).apply(failure);
      ForwardState next = rules.next(state, event, now).state();
      boolean isDrawn = !(event instanceof StopAsked) && !(event instanceof ReconnectAsked);
      if (isDrawn && !next.word().equals(state.word())) {
        arrows.add(state.word() + " → " + next.word());
      }
      state = next;
    }
    return arrows.stream();
  }

  @Test
  void theDiagramHasTheArrowsThatTheRulesTake() throws IOException {
    List<String> taken =
        Stream.generate(this::arrows).limit(WALKS).flatMap(Function.identity()).distinct().toList();

    assertThat(StatesDoc.read().arrows("States of a service"))
        .containsExactlyInAnyOrderElementsOf(taken);
  }
}
