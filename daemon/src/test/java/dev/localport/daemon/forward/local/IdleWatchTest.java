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
  private final IdleWatch watch = new IdleWatch(TIMEOUT, traffic, timers, this::look);

  private void look() {
    if (watch.look(since)) {
      idle++;
    }
  }

  @Test
  void tellsOnceWhenNobodyCameForTheTimeout() {
    watch.watch(true);

    timers.advance(TIMEOUT.minus(MINUTE));
    assertThat(idle).isZero();
    timers.advance(MINUTE);

    assertThat(idle).isEqualTo(1);
  }

  @Test
  void aConnectionInBetweenPutsItOff() {
    watch.watch(true);
    timers.advance(TIMEOUT.minus(MINUTE));
    traffic.active(timers.instant());

    timers.advance(TIMEOUT.minus(MINUTE));
    assertThat(idle).isZero();
    timers.advance(MINUTE);

    assertThat(idle).isEqualTo(1);
  }

  @Test
  void anOpenConnectionIsUseHoweverQuietItIs() {
    watch.watch(true);
    traffic.active.incrementAndGet();

    timers.advance(TIMEOUT.multipliedBy(100));
    assertThat(idle).isZero();
    traffic.active.decrementAndGet();
    traffic.active(timers.instant());
    timers.advance(TIMEOUT);

    assertThat(idle).isEqualTo(1);
  }

  @Test
  void whoIsHeldWantsIt() {
    watch.watch(true);
    traffic.held.set(1);

    timers.advance(TIMEOUT.multipliedBy(2));

    assertThat(idle).isZero();
  }

  @Test
  void nobodyIsToldWhereItIsSwitchedOff() {
    IdleWatch off = new IdleWatch(Duration.ZERO, traffic, timers, () -> idle++);
    off.watch(true);
    watch.watch(true);
    watch.watch(false);

    timers.advance(TIMEOUT.multipliedBy(2));

    assertThat(idle).isZero();
    assertThat(timers.waiting()).isZero();
  }

  @Test
  void useBeforeItConnectedCountsNothing() {
    traffic.active(since.minus(TIMEOUT));
    watch.watch(true);

    timers.advance(TIMEOUT.minus(MINUTE));
    assertThat(idle).isZero();
    timers.advance(MINUTE);

    assertThat(idle).isEqualTo(1);
  }
}
