package dev.localport.daemon.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.daemon.tunnel.LivenessStep.Effect;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of a session's life whatever happens in whatever order. */
class LivenessRulesRandomTest {
  private static final int STEPS = 4_000;
  private static final Duration LONG_AGO = Duration.ofDays(365);
  private static final Duration A_BIT = Duration.ofMillis(1);

  private final LivenessRules rules = new LivenessRules(SessionFixture.PATIENCE);
  private Random random = new Random(0);
  private Liveness state = new Liveness.Alive();
  private Duration now = Duration.ZERO;
  private Duration heard = Duration.ZERO;
  private Duration due = Duration.ofSeconds(9);
  private Duration lateSince = Duration.ZERO;
  private Duration others = Duration.ZERO;
  private @Nullable Witness witness;
  private boolean line = true;
  private boolean stalled;
  private boolean lossy;
  private TcpFlow tcp = new TcpFlow(0, 0);

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 60);
  }

  /** The world goes on: the line comes and goes, others answer or not. */
  private void live(Duration until) {
    if (random.nextInt(12) == 0) {
      line = !line;
    }
    if (random.nextInt(20) == 0) {
      stalled = !stalled;
    }
    if (random.nextInt(20) == 0) {
      lossy = !lossy;
    }
    now = until;
    if (line && random.nextBoolean()) {
      others = now;
      witness = new Witness(witness == null ? now : witness.first(), now);
    } else if (!line) {
      witness = null;
    }
    int unacknowledged = random.nextInt(3) == 0 ? 1 : 0;
    tcp =
        new TcpFlow(
            unacknowledged, tcp.retransmitted() + (lossy && random.nextInt(3) == 0 ? 1 : 0));
  }

  private LivenessEvent event() {
    return switch (random.nextInt(12)) {
      case 0 -> new LivenessEvent.PingWanted(now, SessionFixture.PATIENCE.proof());
      case 1 -> new LivenessEvent.PingWanted(now, SessionFixture.PATIENCE.timeout());
      case 2 -> {
        heard = now;
        yield new LivenessEvent.Heard(now);
      }
      case 3 -> {
        if (random.nextInt(3) > 0) {
          yield look();
        }
        heard = now;
        yield new LivenessEvent.Answered();
      }
      default -> look();
    };
  }

  private LivenessEvent look() {
    Duration silent = now.minus(heard);
    return new LivenessEvent.Looked(
        now,
        silent,
        silent,
        stalled,
        random.nextInt(10) == 0,
        random.nextInt(5) == 0 ? Duration.ofMinutes(5) : Duration.ZERO,
        others.isZero() ? LONG_AGO : now.minus(others),
        witness,
        random.nextInt(3) == 0 ? null : tcp);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyStepKeepsThePromises(long seed) {
    random = new Random(seed);
    for (int i = 0; i < STEPS; i++) {
      Duration jump = Duration.ofMillis(random.nextInt(700));
      live(now.plus(jump).compareTo(due) < 0 ? now.plus(jump) : due.plus(A_BIT));
      LivenessEvent event = event();
      Liveness before = state;
      LivenessStep step = rules.next(before, event);
      String what = "seed %d, step %d: %s; %s -> %s".formatted(seed, i, before, event, step);
      state = step.next();

      assertIsToldOfLateness(before, step, what);
      assertIsLateOnlyAfterItsTime(before, event, step, what);
      assertDiesOnlyWithAProof(before, event, step, what);
      assertIsLookedAtAgain(before, step, what);
      begin();
    }
  }

  /** A session that is over is followed by a new one. */
  private void begin() {
    if (state instanceof Liveness.Dead) {
      state = new Liveness.Alive();
      heard = now;
      due = now.plusSeconds(9);
    }
  }

  private void assertIsToldOfLateness(Liveness before, LivenessStep step, String what) {
    boolean was = before instanceof Liveness.Late;
    boolean is = step.next() instanceof Liveness.Late;
    assertThat(step.effects().contains(Effect.TELL_LATE)).as(what).isEqualTo(!was && is);
    assertThat(step.effects().contains(Effect.TELL_RECOVERED))
        .as(what)
        .isEqualTo(was && !is && !(step.next() instanceof Liveness.Dead));
    if (!was && is) {
      lateSince = now;
    }
  }

  private void assertIsLateOnlyAfterItsTime(
      Liveness before, LivenessEvent event, LivenessStep step, String what) {
    if (step.effects().contains(Effect.TELL_LATE)) {
      Liveness.Query query = Objects.requireNonNull(before.query(), what);
      assertThat(event).as(what).isInstanceOf(LivenessEvent.Looked.class);
      assertThat(now.minus(heard)).as(what).isGreaterThanOrEqualTo(query.limit());
      assertThat(now.minus(query.at())).as(what).isGreaterThanOrEqualTo(query.limit());
      assertThat(stalled).as(what).isFalse();
    }
  }

  private void assertDiesOnlyWithAProof(
      Liveness before, LivenessEvent event, LivenessStep step, String what) {
    if (!(step.next() instanceof Liveness.Dead)) {
      return;
    }
    assertThat(before).as(what).isInstanceOf(Liveness.Late.class);
    assertThat(event).as(what).isInstanceOf(LivenessEvent.Looked.class);
    assertThat(heard).as(what).isLessThan(lateSince);
    boolean givenUp = now.minus(lateSince).compareTo(SessionFixture.GIVE_UP) >= 0;
    if (!givenUp) {
      Witness seen = Objects.requireNonNull(witness, what);
      Duration from = heard.compareTo(seen.first()) > 0 ? heard : seen.first();
      assertThat(seen.last().minus(from)).as(what).isGreaterThanOrEqualTo(LivenessRules.PROOF);
      assertTcpHadItsChance(before, event, what);
    }
  }

  private void assertTcpHadItsChance(Liveness before, LivenessEvent event, String what) {
    TcpFlow tcp = event instanceof LivenessEvent.Looked look ? look.tcp() : null;
    Liveness.Query query = Objects.requireNonNull(before.query(), what);
    if (tcp != null && tcp.unacknowledged() > 0) {
      Liveness.Trial trial = Objects.requireNonNull(query.trial(), what);
      assertThat(tcp.retransmitted()).as(what).isGreaterThan(trial.retransmitted());
    } else if (tcp != null && hasRetransmitted(query, tcp)) {
      Liveness.Calm calm = Objects.requireNonNull(query.calm(), what);
      assertThat(tcp.retransmitted()).as(what).isEqualTo(calm.retransmitted());
      assertThat(now.minus(calm.since()))
          .as(what)
          .isGreaterThanOrEqualTo(calm.since().minus(heard).plus(LivenessRules.REPEATED));
    }
  }

  private static boolean hasRetransmitted(Liveness.Query query, TcpFlow tcp) {
    return query.retransmitted() != Liveness.Query.UNKNOWN
        && query.retransmitted() != tcp.retransmitted();
  }

  /** No state waits without an end: each except the last has a time at which it is looked at. */
  private void assertIsLookedAtAgain(Liveness before, LivenessStep step, String what) {
    if (step.lookAfter() != null) {
      assertThat(step.lookAfter()).as(what).isGreaterThanOrEqualTo(Duration.ZERO);
      due = now.plus(step.lookAfter());
    }
    if (!(step.next() instanceof Liveness.Dead)) {
      assertThat(due).as(what).isGreaterThanOrEqualTo(now.minus(A_BIT));
      assertThat(step.next().getClass().equals(before.getClass()) || step.lookAfter() != null)
          .as(what)
          .isTrue();
    }
    boolean mayLastLonger = stalled || (step.next() instanceof Liveness.Late l && l.behind());
    if (step.next() instanceof Liveness.Late && !mayLastLonger && step.lookAfter() != null) {
      assertThat(now.minus(lateSince)).as(what).isLessThan(SessionFixture.GIVE_UP);
    }
  }
}
