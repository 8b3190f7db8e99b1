package dev.localport.daemon.recovery;

import static dev.localport.daemon.recovery.AttemptBucket.PATIENCE;
import static dev.localport.daemon.recovery.AttemptBucket.REFILL;
import static dev.localport.daemon.recovery.AttemptBucket.SIZE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.daemon.recovery.AttemptBucket.Waiter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttemptBucketTest {
  private static final int OPERATIONS = 20_000;

  private final AttemptBucket bucket = new AttemptBucket();
  private Instant now = Instant.parse("2026-11-30T12:00:00Z");

  private void empty() {
    for (int i = 0; i < SIZE; i++) {
      assertThat(bucket.tryTake(now)).isTrue();
    }
  }

  private Waiter join(int priority) {
    return bucket.join(now, priority, now);
  }

  private void passes(Duration time) {
    now = now.plus(time);
  }

  @Test
  void aBurstBeginsAtOnceAndTheNextAttemptWaits() {
    empty();

    assertThat(bucket.tryTake(now)).isFalse();
    assertThat(bucket.serveAt(now)).as("none has joined").isNull();
  }

  @Test
  void oneMoreBeginsWithEachRefill() {
    empty();
    Waiter first = join(0);
    Waiter second = join(0);

    assertThat(bucket.serve(now)).isEmpty();
    assertThat(bucket.serveAt(now)).isEqualTo(now.plus(REFILL));
    passes(REFILL);
    assertThat(bucket.serve(now)).containsExactly(first);
    passes(REFILL);
    assertThat(bucket.serve(now)).containsExactly(second);
    assertThat(bucket.waiting()).isZero();
    assertThat(bucket.waited()).isEqualTo(2);
  }

  @Test
  void theHighestPriorityIsNextThenTheOneThatHasWaitedLongest() {
    empty();
    Waiter low = join(0);
    passes(REFILL.dividedBy(2));
    Waiter high = join(5);
    Waiter alsoHigh = join(5);
    passes(REFILL.multipliedBy(3));

    assertThat(bucket.serve(now)).containsExactly(high, alsoHigh, low);
  }

  @Test
  void lowPriorityDoesNotWaitForever() {
    empty();
    Waiter low = join(0);
    List<Waiter> served = new ArrayList<>();
    Duration waited = Duration.ZERO;
    while (!served.contains(low)) {
      join(9);
      passes(REFILL);
      waited = waited.plus(REFILL);
      served.addAll(bucket.serve(now));
    }

    assertThat(waited).isEqualTo(PATIENCE);
  }

  @Test
  void whatMustNotWaitTakesATokenAndNeverGoesBelowNone() {
    for (int i = 0; i < SIZE + 10; i++) {
      assertThat(bucket.hasTakenAnyway(now)).isEqualTo(i < SIZE);
    }

    assertThat(bucket.tokens(now)).isZero();
    passes(REFILL);
    assertThat(bucket.tryTake(now)).isTrue();
  }

  @Test
  void anAttemptThatSucceededMakesRoomAtOnce() {
    empty();
    Waiter next = join(0);

    bucket.giveBack(now);

    assertThat(bucket.serveAt(now)).isEqualTo(now);
    assertThat(bucket.serve(now)).containsExactly(next);
  }

  @Test
  void noMoreIsGivenBackThanItHolds() {
    bucket.giveBack(now);

    assertThat(bucket.tokens(now)).isEqualTo(SIZE);
  }

  @Test
  void anAttemptThatWasCanceledTakesNoToken() {
    empty();
    Waiter canceled = join(9);
    Waiter next = join(0);

    assertThat(bucket.leave(canceled)).isTrue();
    passes(REFILL);
    assertThat(bucket.serve(now)).containsExactly(next);
    assertThat(bucket.leave(next)).as("it has its token").isFalse();
  }

  @Test
  void anAttemptThatComesLaterDoesNotOvertakeThoseThatWait() {
    empty();
    join(0);
    passes(REFILL);

    assertThat(bucket.tryTake(now)).isFalse();
  }

  @Test
  void aClockThatIsSetBackHoldsNoneUp() {
    empty();
    Waiter waits = join(0);
    passes(Duration.ofHours(-1));

    assertThat(bucket.serveAt(now)).isEqualTo(now.plus(REFILL));
    passes(REFILL);
    assertThat(bucket.serve(now)).containsExactly(waits);
  }

  /** Random sequences; what may begin in any stretch of time never exceeds size and refills. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void whateverHappensTheLimitHoldsAndEachThatWaitsIsServedOnce(long seed) {
    Random random = new Random(seed);
    Instant begun = now;
    List<Waiter> waiting = new ArrayList<>();
    long begunAttempts = 0;
    long givenBack = 0;
    for (int i = 0; i < OPERATIONS; i++) {
      switch (random.nextInt(6)) {
        case 0 -> passes(Duration.ofMillis(random.nextInt(250)));
        case 1 -> begunAttempts += bucket.tryTake(now) ? 1 : 0;
        case 2 -> waiting.add(join(random.nextInt(3)));
        case 3 -> {
          if (begunAttempts > givenBack && random.nextBoolean()) {
            bucket.giveBack(now);
            givenBack++;
          }
        }
        case 4 -> {
          if (!waiting.isEmpty()) {
            assertThat(bucket.leave(waiting.remove(random.nextInt(waiting.size())))).isTrue();
          }
        }
        default -> {
          for (Waiter served : bucket.serve(now)) {
            assertThat(waiting.remove(served)).as("served once, and only if it waits").isTrue();
            begunAttempts++;
          }
        }
      }
      long most = SIZE + givenBack + Duration.between(begun, now).dividedBy(REFILL);
      assertThat(begunAttempts).isLessThanOrEqualTo(most);
      assertThat(bucket.waiting()).isEqualTo(waiting.size());
      Instant next = bucket.serveAt(now);
      assertThat(next == null).as("a timer as long as one waits").isEqualTo(waiting.isEmpty());
      assertThat(next == null || !next.isAfter(now.plus(REFILL))).isTrue();
    }
    while (!waiting.isEmpty()) { // all are served in the end
      passes(REFILL);
      waiting.removeAll(bucket.serve(now));
    }
    assertThat(bucket.serveAt(now)).isNull();
  }
}
