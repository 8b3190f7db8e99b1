package dev.localport.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AwaitTest {
  @Test
  void looksAgainUntilItIsAsWanted() {
    AtomicInteger looks = new AtomicInteger();

    int seen = Await.until("third look", looks::incrementAndGet, look -> look == 3);

    assertThat(seen).isEqualTo(3);
  }

  @Test
  void takesAnIoExceptionForNotYet() {
    AtomicInteger looks = new AtomicInteger();

    Await.until(
        "second look",
        () -> {
          if (looks.incrementAndGet() == 1) {
            throw new IOException("refused");
          }
          return true;
        });

    assertThat(looks).hasValue(2);
  }

  @Test
  void namesWhatWasSeenLastWhenTheLimitIsOver() {
    assertThatThrownBy(() -> Await.until(Duration.ZERO, "blue", () -> "red", "blue"::equals))
        .isInstanceOf(AssertionError.class)
        .hasMessage("no blue within 0 s; last seen: red");
  }
}
