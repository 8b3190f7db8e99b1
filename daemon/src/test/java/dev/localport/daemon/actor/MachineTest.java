package dev.localport.daemon.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.daemon.time.ManualTimers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The frame of all owners, around a machine that counts to a limit. */
class MachineTest {
  private final ManualTimers timers = new ManualTimers();
  private final List<String> seen = new ArrayList<>();
  private final LoggedLines logged = LoggedLines.ofBugs();
  private final Counter counter = new Counter();
  private String throwsIn = "";
  private @Nullable Instant due;

  @AfterEach
  void close() {
    logged.close();
  }

  private record Word(String text) implements Actor.Message {}

  private final class Counter extends Machine<Word, Integer, String, String> {
    Counter() {
      super(
          OwnerThread.here("service", "web"),
          timers,
          word -> Machines.read(MachineTest.this.counter, word),
          0);
    }

    @Override
    protected Rules<Integer, String, String> rules() {
      return (state, event, now) ->
          switch (event) {
            case "one more" -> Step.to(state + 1, "first effect", "second effect");
            case "nothing" -> Step.to(state);
            default -> Step.to(-1);
          };
    }

    @Override
    protected void receive(Word word) throws InterruptedException {
      see(word.text());
      step(word.text());
    }

    @Override
    protected void moved(Instant now) {
      see("is " + state());
    }

    @Override
    protected void perform(String effect) {
      see(effect);
    }

    @Override
    protected @Nullable String broken(String effect, Throwable bug) {
      return effect.startsWith("first") ? "repair" : null;
    }

    @Override
    protected void announce(Integer before, Integer after, Instant now) {
      see("was " + before);
    }

    @Override
    protected @Nullable Instant wakeAt(Instant now) {
      return due;
    }

    @Override
    protected Word wake() {
      return new Word("nothing");
    }

    @Override
    protected void closed() {
      see("closed");
    }

    private void see(String what) {
      seen.add(what);
      if (what.equals(throwsIn)) {
        throwsIn = "";
        throw new IllegalStateException("a bug");
      }
    }
  }

  private void tell(String word) {
    Machines.read(counter, new Word(word));
  }

  @Test
  void theStateComesFirstThenTheEffectsThenTheNews() {
    tell("one more");

    assertThat(seen).containsExactly("one more", "is 1", "first effect", "second effect", "was 0");
    assertThat(counter.state()).isEqualTo(1);
  }

  @Test
  void whatChangesNothingIsNoNews() {
    tell("nothing");

    assertThat(seen).containsExactly("nothing", "is 0");
  }

  @Test
  void anEffectThatThrowsIsAnEventAndCostsNoOther() {
    throwsIn = "first effect";

    tell("one more");

    assertThat(seen)
        .containsExactly(
            "one more", "is 1", "first effect", "second effect", "was 0", "is -1", "was 1");
    assertThat(logged.messages()).containsExactly("effect failed: bug");
  }

  @Test
  void anEffectThatNobodyWaitsForIsOnlyLogged() {
    throwsIn = "second effect";

    tell("one more");

    assertThat(counter.state()).isEqualTo(1);
    assertThat(seen).endsWith("was 0");
    assertThat(logged.messages()).containsExactly("effect failed: bug");
  }

  @Test
  void whoeverHearsTheNewsCannotHarmTheOwner() {
    throwsIn = "was 0";

    tell("one more");
    tell("one more");

    assertThat(counter.state()).isEqualTo(2);
    assertThat(logged.messages()).containsExactly("change not announced: bug");
  }

  @Test
  void theTimerIsSetAlsoAfterABug() {
    due = timers.instant().plusSeconds(5);
    throwsIn = "nothing";

    assertThatThrownBy(() -> tell("nothing")).isInstanceOf(IllegalStateException.class);
    seen.clear();
    timers.advance(Duration.ofSeconds(5));

    assertThat(seen).contains("nothing");
  }

  @Test
  void aWakeThatLeadsToNothingIsNotRepeatedAtOnce() {
    due = timers.instant();
    tell("nothing");
    seen.clear();

    timers.advance(Duration.ofSeconds(10));

    assertThat(seen).filteredOn("nothing"::equals).hasSizeBetween(10, 12);
  }

  @Test
  void itHasOneTimerAndNoneAtTheEnd() {
    due = timers.instant().plusSeconds(5);
    tell("nothing");
    due = timers.instant().plusSeconds(3);
    tell("nothing");
    assertThat(timers.waiting()).isEqualTo(1);

    counter.end();

    assertThat(timers.waiting()).isZero();
    assertThat(seen).endsWith("closed");
  }

  @Test
  void anotherThreadIsRefusedWithWords() throws InterruptedException {
    List<Throwable> refused = new ArrayList<>();
    Thread other =
        Thread.ofVirtual()
            .name("intruder")
            .unstarted(() -> {
              try {
                tell("one more");
              } catch (IllegalStateException e) {
                refused.add(e);
              }
            });
    other.start();
    other.join();

    assertThat(refused)
        .singleElement()
        .extracting(Throwable::getMessage)
        .isEqualTo("thread intruder touched what belongs to the owner of service web");
    assertThat(counter.state()).isZero();
  }
}
