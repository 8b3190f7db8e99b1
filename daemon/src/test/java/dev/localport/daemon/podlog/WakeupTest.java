package dev.localport.daemon.podlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.testing.Await;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The services of a cluster that is back wait only for a log that waits for the cluster. */
class WakeupTest {
  private final Wakeup wakeup = new Wakeup();
  private final AtomicInteger done = new AtomicInteger();

  private Thread pausing() {
    return Thread.ofVirtual()
        .start(() -> {
          try {
            wakeup.pause(Duration.ofDays(1));
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
        });
  }

  @Test
  void aLogThatIsReadHoldsNothingBack() {
    wakeup.onBack(done::incrementAndGet);

    assertThat(done).hasValue(1);
  }

  @Test
  void aLogThatWaitsIsWokenAndRestoredFirst() throws InterruptedException {
    Thread thread = pausing();
    Await.until("it waits", () -> thread.getState() == Thread.State.TIMED_WAITING);

    wakeup.onBack(done::incrementAndGet);

    assertThat(thread.join(Await.LIMIT)).isTrue();
    assertThat(done).hasValue(0);
    wakeup.restored();
    assertThat(done).hasValue(1);
  }

  @Test
  void theReturnOfTheClusterIsNotMissedWhileALogIsRead() throws InterruptedException {
    wakeup.onBack(done::incrementAndGet);

    assertThat(pausing().join(Await.LIMIT)).isTrue();
  }

  @Test
  void aLogThatWasRestoredHoldsNothingBackAgain() throws InterruptedException {
    wakeup.onBack(done::incrementAndGet);
    assertThat(pausing().join(Await.LIMIT)).isTrue();
    wakeup.restored();

    wakeup.onBack(done::incrementAndGet);

    assertThat(done).hasValue(2);
  }
}
