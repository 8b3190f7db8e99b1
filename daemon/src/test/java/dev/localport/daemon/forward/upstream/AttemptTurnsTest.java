package dev.localport.daemon.forward.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.AttemptLimit;
import dev.localport.daemon.kube.KubeContext;
import dev.localport.daemon.recovery.AttemptBucket;
import dev.localport.daemon.time.ManualTimers;
import dev.localport.testing.Await;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Attempts of many forwards that begin in turn, on threads of their own. */
class AttemptTurnsTest {
  private final ManualTimers timers = new ManualTimers();
  private final AttemptTurns turns = new AttemptTurns(timers);
  private final KubeContext dev = context("dev");
  private final List<String> begun = new CopyOnWriteArrayList<>();
  private final List<Thread> attempts = new CopyOnWriteArrayList<>();

  private static KubeContext context(String name) {
    return (KubeContext)
        Proxy.newProxyInstance(
            KubeContext.class.getClassLoader(),
            new Class<?>[] {KubeContext.class},
            (_, method, _) ->
                switch (method.getName()) {
                  case "name" -> name;
                  case "route" -> "https://127.0.0.1:6443";
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  @AfterEach
  void end() {
    attempts.forEach(Thread::interrupt);
  }

  private Thread attempt(String name, int priority) {
    return attempt(name, priority, new AttemptTurns.Place());
  }

  private Thread attempt(String name, int priority, AttemptTurns.Place place) {
    int waiting = waiting();
    Thread thread =
        Thread.ofVirtual()
            .start(() -> {
              try {
                turns.await(dev, priority, place);
                begun.add(name);
              } catch (InterruptedException e) {
                begun.add(name + " canceled");
              }
            });
    attempts.add(thread);
    Await.until(name + " waits or began", () -> waiting() > waiting || begun.contains(name));
    return thread;
  }

  private int waiting() {
    return turns.of("dev").waiting();
  }

  private void useUp() {
    for (int i = 0; i < AttemptBucket.SIZE; i++) {
      assertThat(turns.hasTaken(dev)).isTrue();
    }
  }

  @Test
  void anAttemptBeginsAtOnceWhileThereIsRoom() {
    attempt("web", 0);

    assertThat(begun).containsExactly("web");
    assertThat(timers.waiting()).isZero();
  }

  @Test
  void thoseThatWaitBeginInTurnAndByPriority() {
    useUp();
    attempt("web", 0);
    attempt("cache", 0);
    attempt("db", 10);

    assertThat(turns.of("dev")).isEqualTo(new AttemptLimit(0, 3, 3));
    for (int i = 1; i <= 3; i++) {
      int count = i;
      timers.advance(AttemptBucket.REFILL);
      Await.until("another one began", () -> begun.size() == count);
    }

    assertThat(begun).containsExactly("db", "web", "cache");
    assertThat(timers.waiting()).as("no timer without one that waits").isZero();
  }

  @Test
  void oneThatIsCanceledEndsAtOnceAndLeavesNoTimer() throws InterruptedException {
    useUp();
    Thread web = attempt("web", 0);

    web.interrupt();
    web.join();

    assertThat(begun).containsExactly("web canceled");
    assertThat(waiting()).isZero();
    assertThat(timers.waiting()).isZero();
  }

  @Test
  void anAttemptInThePlaceOfOneThatWaitedKeepsItsPlace() throws InterruptedException {
    useUp();
    AttemptTurns.Place web = new AttemptTurns.Place();
    Thread before = attempt("web before", 0, web);
    timers.advance(AttemptBucket.REFILL.dividedBy(2));
    attempt("cache", 0);
    before.interrupt();
    before.join();
    attempt("web", 0, web);

    timers.advance(AttemptBucket.REFILL);
    Await.until("one began", () -> begun.size() == 2);

    assertThat(begun).containsExactly("web before canceled", "web");
  }

  @Test
  void anAttemptThatSucceedsLetsTheNextOneBegin() {
    useUp();
    attempt("web", 0);

    turns.giveBack(dev);

    Await.until("it began", () -> begun.contains("web"));
    assertThat(timers.waiting()).isZero();
  }

  @Test
  void anotherContextIsNotHeldUp() throws InterruptedException {
    useUp();

    turns.await(context("prod"), 0, new AttemptTurns.Place());

    assertThat(turns.of("prod").available()).isEqualTo(AttemptBucket.SIZE - 1);
    assertThat(turns.of("dev").available()).isZero();
  }

  @Test
  void anAttemptThatTookNoTurnGivesNoneBack() throws InterruptedException {
    useUp();
    attempt("waits", 0);
    Turn atOnce = turn(Attempts.Start.AT_ONCE);
    Turn free = turn(Attempts.Start.FREE);
    for (Turn turn : List.of(atOnce, free)) {
      turn.await(dev);
      turn.giveBack();
    }

    assertThat(turns.of("dev")).isEqualTo(new AttemptLimit(0, 1, 1));
    assertThat(begun).isEmpty();
  }

  @Test
  void anAttemptThatSucceedsGivesItsOneTurnBack() throws InterruptedException {
    for (Attempts.Start start : List.of(Attempts.Start.AT_ONCE, Attempts.Start.IN_TURN)) {
      Turn turn = turn(start);
      turn.await(dev);
      turn.await(dev);
      assertThat(turns.of("dev").available()).isEqualTo(AttemptBucket.SIZE - 1);

      turn.giveBack();
      assertThat(turns.of("dev").available()).isEqualTo(AttemptBucket.SIZE);
    }
  }

  private Turn turn(Attempts.Start start) {
    return new Turn(turns, start, 0, new AttemptTurns.Place());
  }
}
