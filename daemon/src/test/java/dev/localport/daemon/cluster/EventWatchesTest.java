package dev.localport.daemon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ClusterEvent;
import dev.localport.api.FailureKind;
import dev.localport.daemon.kube.reads.EventScope;
import dev.localport.daemon.time.ManualTimers;
import dev.localport.testing.Await;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How the events of a cluster are followed. */
class EventWatchesTest {
  private static final EventScope SHOP = new EventScope("shop", null);

  private final ManualTimers timers = new ManualTimers();
  private final FakeReads reads = new FakeReads();
  private final Queue<MonitorMessage> told = new ConcurrentLinkedQueue<>();
  private final EventWatches watches =
      new EventWatches(
          "dev",
          () -> reads,
          timers,
          () -> 0.5,
          event -> event.object().startsWith("pod/web"),
          told::add);

  @AfterEach
  void end() {
    watches.follow(Set.of(), null);
  }

  private static ClusterEvent of(String object) {
    return EventSignTest.event("Warning", "BackOff", object, "shop");
  }

  @Test
  void onlyWhatTouchesAServicePasses() {
    reads.next.addAll(List.of(of("pod/other"), of("pod/web-1")));

    watches.follow(Set.of(SHOP), null);

    Await.until("one was told", () -> told.size() == 1);
    assertThat(told).containsExactly(new MonitorMessage.EventSeen(of("pod/web-1")));
  }

  @Test
  void aFloodIsCutOff() {
    for (int i = 0; i < 3 * EventWatches.MOST; i++) {
      reads.next.add(of("pod/web-1"));
    }

    watches.follow(Set.of(SHOP), null);

    Await.until("all were read", reads.next::isEmpty);
    Await.until("as many as pass", () -> told.size() == EventWatches.MOST);
  }

  @Test
  void aWatchThatEndsGoesOnWhereItWasAndNotAtOnceOverAndOver() {
    reads.next.add(of("pod/web-1"));
    reads.fail("followed", FailureKind.SESSION);

    watches.follow(Set.of(SHOP), null);
    Await.until("it waits", () -> timers.waiting() == 1);
    assertThat(told).hasSize(1);
    assertThat(reads.followed).containsExactly("shop from null");
    reads.mend("followed");
    timers.advance(Duration.ofSeconds(15));

    Await.until("it goes on", () -> reads.followed.size() == 2);
    assertThat(reads.followed).containsExactly("shop from null", "shop from 1");
  }

  @Test
  void whatIsForbiddenIsNotAskedForAgainInTheNextMinutes() {
    reads.fail("follow", FailureKind.FORBIDDEN);

    watches.follow(Set.of(SHOP), null);
    Await.until("it waits", () -> timers.waiting() == 1);
    timers.advance(ClusterCache.REFUSAL_HOLDS.minusSeconds(1));
    assertThat(reads.calls("follow")).isEqualTo(1);
    timers.advance(Duration.ofSeconds(1));

    Await.until("it is asked for again", () -> reads.calls("follow") == 2);
  }

  @Test
  void whatIsNotWantedAnyMoreEnds() {
    watches.follow(Set.of(SHOP, EventScope.nodes(null)), null);
    Await.until("both are followed", () -> reads.followed.size() == 2);

    watches.follow(Set.of(SHOP), null);
    watches.follow(Set.of(), null);

    Await.until("nothing waits", () -> timers.waiting() == 0);
    assertThat(reads.followed).hasSize(2);
  }
}
