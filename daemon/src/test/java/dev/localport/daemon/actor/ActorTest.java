package dev.localport.daemon.actor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.testing.Await;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** One thread, one mail after the other, and nothing left behind. */
class ActorTest {
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final Actor<Letter> actor = new Actor<>(new OwnerThread("service", "web"), 2);

  /** A mail that does what it says when it is read. */
  private final class Letter implements Actor.Message {
    private final String text;

    Letter(String text) {
      this.text = text;
    }

    @Override
    public void dropped() {
      seen.add("dropped " + text);
    }
  }

  /** Writes down what it reads; a bug in one, and waits for a latch in another. */
  private final class Reader implements Actor.Work<Letter> {
    final CountDownLatch waits = new CountDownLatch(1);

    @Override
    public void begin() {
      seen.add("begin");
    }

    @Override
    public void read(Letter letter) throws InterruptedException {
      if (letter.text.equals("bug")) {
        throw new IllegalStateException("a bug");
      }
      seen.add(letter.text);
      if (letter.text.equals("wait")) {
        waits.await();
      }
    }

    @Override
    public void end() {
      seen.add("end");
    }
  }

  private void tell(String... texts) {
    for (String text : texts) {
      actor.tell(new Letter(text));
    }
  }

  private void awaitSeen(String... texts) {
    Await.until("seen are " + List.of(texts), () -> seen.equals(List.of(texts)));
  }

  private void ends() throws InterruptedException {
    actor.end();
    assertThat(actor.awaitEnd(Duration.ofSeconds(30))).isTrue();
  }

  @Test
  void readsWhatCameBeforeItBeganAndABugCostsNothingElse() throws InterruptedException {
    tell("one", "bug");
    actor.start("test", new Reader());
    awaitSeen("begin", "one");
    tell("two");
    awaitSeen("begin", "one", "two");

    ends();

    awaitSeen("begin", "one", "two", "end");
  }

  @Test
  void whatHasNoRoomAndWhatNobodyReadsAnyMoreIsTold() throws InterruptedException {
    actor.start("test", new Reader());
    tell("wait");
    awaitSeen("begin", "wait");
    tell("one", "two", "three");
    awaitSeen("begin", "wait", "dropped three");

    ends();
    tell("late");

    awaitSeen(
        "begin", "wait", "dropped three", "end", "dropped one", "dropped two", "dropped late");
  }

  @Test
  void oneThatNeverBeganHasEnded() throws InterruptedException {
    ends();

    assertThat(seen).isEmpty();
  }
}
