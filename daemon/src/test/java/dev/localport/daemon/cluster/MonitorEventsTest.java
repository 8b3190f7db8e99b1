package dev.localport.daemon.cluster;

import static dev.localport.daemon.cluster.EventSignTest.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ClusterEvent;
import dev.localport.api.FailureKind;
import dev.localport.daemon.kube.reads.EventScope;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a monitor does when an event happens that touches its services. */
class MonitorEventsTest {
  private static final ClusterEvent PULLED = event("Normal", "Pulled", "pod/web-1", "shop");
  private static final ClusterEvent NOT_READY = event("Normal", "NodeNotReady", "node/a", null);

  private final OneThread monitor = new OneThread();
  private final FakeSubscriber web = new FakeSubscriber("web");

  @BeforeEach
  void serve() {
    web.pods = List.of(FakeSubscriber.pod("web-1", "a"));
  }

  private void seen(ClusterEvent event) {
    monitor.tell(new MonitorMessage.EventSeen(event));
  }

  @Test
  void eventsAreFollowedWhileTheClusterAnswersAndServicesUseIt() {
    monitor.begin();
    assertThat(monitor.followed).isEmpty();

    ClusterSubscription subscription = monitor.join(web);
    assertThat(monitor.followed)
        .containsExactlyInAnyOrder(new EventScope("shop", null), EventScope.nodes(null));
    monitor.goAway();
    assertThat(monitor.followed).isEmpty();
    monitor.comeBack();
    assertThat(monitor.followed).hasSize(2);
    assertThat(monitor.followedFrom).as("behind what was listed then").isEqualTo("list");
    monitor.tell(new MonitorMessage.Left(subscription));
    assertThat(monitor.followed).isEmpty();
    monitor.join(web);
    monitor.end();
    assertThat(monitor.followed).isEmpty();
  }

  @Test
  void eventsAreFollowedOnlyOnceTheClusterHasListedThem() {
    monitor.reads.fail("events", FailureKind.SESSION);
    monitor.begin();
    monitor.join(web);
    assertThat(monitor.followed).isEmpty();

    monitor.reads.mend("events");
    monitor.pass(Duration.ofMinutes(5));
    assertThat(monitor.followed).hasSize(2);
    monitor.reads.fail("events", FailureKind.SESSION);
    monitor.pass(Duration.ofMinutes(5));
    assertThat(monitor.followed).hasSize(2);
  }

  @Test
  void eventsThatMayNotBeListedAreFollowedInTheNamespacesOfServices() {
    monitor.reads.fail("events", FailureKind.FORBIDDEN);
    monitor.begin();
    monitor.join(web);

    assertThat(monitor.followed).hasSize(2);
  }

  @Test
  void aServiceHearsOfEventsOfItsPodsAndTheirNodesAlone() {
    FakeSubscriber db = new FakeSubscriber("db");
    monitor.begin();
    monitor.join(web);
    monitor.join(db);

    seen(PULLED);
    seen(NOT_READY);
    seen(event("Normal", "OfAnOperator", "pod/web-1", "shop"));

    assertThat(web.signs).containsExactly(EventSign.CHANGED, EventSign.WORSE);
    assertThat(db.signs).isEmpty();
  }

  @Test
  void anEventOfANodeHasNodesAskedForAtOnceAndThenNotTooOften() {
    monitor.begin();
    monitor.join(web);
    monitor.pass(Duration.ofSeconds(20));
    int asked = monitor.reads.calls("nodes");

    seen(PULLED);
    assertThat(monitor.reads.calls("nodes")).isEqualTo(asked);
    seen(NOT_READY);
    assertThat(monitor.reads.calls("nodes")).isEqualTo(asked + 1);
    seen(NOT_READY);
    seen(NOT_READY);
    assertThat(monitor.reads.calls("nodes")).isEqualTo(asked + 1);
    monitor.pass(Pace.EVENTS_PAUSE);
    assertThat(monitor.reads.calls("nodes")).isEqualTo(asked + 2);
  }

  @Test
  void whatWasSeenIsKnownAlsoWhereEventsMayNotBeListed() {
    monitor.begin();
    monitor.join(web);
    ClusterEvent first = PULLED.touching(List.of());
    seen(first);
    seen(event("Warning", "BackOff", "pod/web-1", "shop"));
    seen(first);

    assertThat(monitor.view().events(monitor.timers.instant()))
        .extracting(ClusterEvent::reason)
        .containsExactlyInAnyOrder("Pulled", "BackOff");
  }

  @Test
  void theEventsOfAReplacedPodStayThoseOfItsService() {
    monitor.begin();
    monitor.join(web);
    monitor.pass(Duration.ofSeconds(20));

    web.pods = List.of(FakeSubscriber.pod("web-2", "a"));
    monitor.pass(Duration.ofMinutes(1));
    seen(event("Normal", "Killing", "pod/web-1", "shop"));

    assertThat(monitor.view().events(monitor.timers.instant()))
        .singleElement()
        .satisfies(killing -> assertThat(killing.services()).containsExactly("web"));
  }

  @Test
  void aClusterThatIsAwayTellsNothing() {
    monitor.begin();
    monitor.join(web);
    monitor.goAway();

    seen(PULLED); // on its way when the cluster went

    assertThat(web.signs).isEmpty();
  }
}
