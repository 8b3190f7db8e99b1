package dev.localport.daemon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.daemon.time.ManualTimers;
import dev.localport.testing.Await;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a collector does where it is not answered. */
class CollectorCallTest {
  private final FakeReads reads = new FakeReads();
  private final ManualTimers timers = new ManualTimers();
  private final AtomicInteger doubts = new AtomicInteger();
  private final CompletableFuture<CollectorOutcome> outcome = new CompletableFuture<>();

  private Thread ask(int retries) {
    CollectorCall call =
        new CollectorCall(
            reads, Configs.retries(retries), timers, () -> 0.5, why -> doubts.incrementAndGet());
    return Thread.ofVirtual()
        .start(() -> {
          try {
            outcome.complete(call.ask(Collector.PODS, PodsInUse.NONE));
          } catch (InterruptedException e) {
            outcome.cancel(false);
          }
        });
  }

  @Test
  void asksAgainAfterAShortWaitAndTellsOfItsDoubt() {
    reads.fail("pods", FailureKind.UNREACHABLE);
    ask(2);
    Await.until("it waits", () -> timers.waiting() == 1);
    assertThat(reads.calls("pods")).isEqualTo(1);

    reads.mend("pods");
    timers.advance(Duration.ofMillis(500));

    assertThat(Await.get(outcome)).isEqualTo(new CollectorOutcome.Pods(reads.pods));
    assertThat(reads.calls("pods")).isEqualTo(2);
    assertThat(doubts).hasValue(1);
  }

  @Test
  void givesUpWhenItsTriesAreSpent() {
    reads.fail("pods", FailureKind.SESSION);
    ask(1);
    Await.until("it waits", () -> timers.waiting() == 1);
    timers.advance(Duration.ofMillis(500));

    assertThat(Await.get(outcome))
        .isEqualTo(new CollectorOutcome.Failed(new Failure(FailureKind.SESSION, "pods: session")));
    assertThat(reads.calls("pods")).isEqualTo(2);
    assertThat(doubts).hasValue(0);
  }

  @Test
  void asksOnceOnlyWhereTheAnswerWillNotChange() {
    reads.fail("pods", FailureKind.FORBIDDEN);
    ask(5);

    assertThat(Await.get(outcome))
        .isEqualTo(
            new CollectorOutcome.Refused(
                new Failure(FailureKind.FORBIDDEN, "pods: forbidden"), "list pods"));
    assertThat(reads.calls("pods")).isEqualTo(1);
  }

  @Test
  void endsWithAnInterruptWhileItWaits() {
    reads.fail("pods", FailureKind.SESSION);
    Thread thread = ask(1);
    Await.until("it waits", () -> timers.waiting() == 1);

    thread.interrupt();

    Await.until("it ended", outcome::isCancelled);
    assertThat(timers.waiting()).isZero();
  }

  @Test
  void endsWithAnInterruptWhileItIsNotAnswered() {
    reads.hang("pods");
    Thread thread = ask(5);
    Await.until("it hangs", () -> reads.inside() == 1);

    thread.interrupt();

    Await.until("it ended", outcome::isCancelled);
    assertThat(reads.calls("pods")).isEqualTo(1);
  }
}
