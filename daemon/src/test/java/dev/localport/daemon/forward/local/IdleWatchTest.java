package dev.localport.daemon.forward.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.daemon.time.ManualTimers;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class IdleWatchTest {
  private static final Duration TIMEOUT = Duration.ofMinutes(10);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final ManualTimers timers = new ManualTimers();
  private final Traffic traffic = new Traffic();
  private final Instant since = timers.instant();
  private int idle;
  private final IdleWatch watch = new IdleWatch(TIMEOUT, traffic);

  /** Lets time pass, and looks whenever it is to be looked. */
  private void pass(Duration time) {
    Instant end = timers.instant().plus(time);
    for (Instant next = watch.lookAt(); next != null; next = watch.lookAt()) {
      if (next.isAfter(end)) {
        break;
      }
      timers.advance(Duration.between(timers.instant(), next));
      idle += watch.isOver(since, timers.instant()) ? 1 : 0;
    }
    timers.advance(Duration.between(timers.instant(), end));
  }

  @Test
  void tellsOnceWhenNobodyCameForTheTimeout() {
    watch.watch(true, since);

    pass(TIMEOUT.minus(MINUTE));
    assertThat(idle).isZero();
    pass(MINUTE);

    assertThat(idle).isEqualTo(1);
  }

  @Test
  void aConnectionInBetweenPutsItOff() {
    watch.watch(true, since);
    pass(TIMEOUT.minus(MINUTE));
    traffic.active(timers.instant());

    pass(TIMEOUT.minus(MINUTE));
    assertThat(idle).isZero();
    pass(MINUTE);

    assertThat(idle).isEqualTo(1);
  }

  @Test
  void anOpenConnectionIsUseHoweverQuietItIs() {
    watch.watch(true, since);
    traffic.active.incrementAndGet();

    pass(TIMEOUT.multipliedBy(100));
    assertThat(idle).isZero();
    traffic.active.decrementAndGet();
    traffic.active(timers.instant());
    pass(TIMEOUT);

    assertThat(idle).isEqualTo(1);
  }

  @Test
  void whoIsHeldWantsIt() {
    watch.watch(true, since);
    traffic.held.set(1);

    pass(TIMEOUT.multipliedBy(2));

    assertThat(idle).isZero();
  }

  @Test
  void nobodyIsToldWhereItIsSwitchedOff() {
    IdleWatch off = new IdleWatch(Duration.ZERO, traffic);
    off.watch(true, since);
    watch.watch(true, since);
    watch.watch(false, since);

    pass(TIMEOUT.multipliedBy(2));

    assertThat(idle).isZero();
    assertThat(off.lookAt()).isNull();
  }

  @Test
  void useBeforeItConnectedCountsNothing() {
    traffic.active(since.minus(TIMEOUT));
    watch.watch(true, since);

    pass(TIMEOUT.minus(MINUTE));
    assertThat(idle).isZero();
    pass(MINUTE);

    assertThat(idle).isEqualTo(1);
  }
}
