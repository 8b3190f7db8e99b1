package dev.localport.daemon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ClusterState;
import dev.localport.api.FailureKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a monitor tells its services, on one thread and with a clock that is moved by hand. */
class MonitorUsersTest {
  private final OneThread monitor = new OneThread();
  private final FakeReads reads = monitor.reads;

  private ClusterState state() {
    return monitor.view().state();
  }

  @Test
  void tellsEachServiceOnceThatItIsAwayAndOnceThatItIsBack() {
    FakeSubscriber early = new FakeSubscriber("early");
    FakeSubscriber late = new FakeSubscriber("late");
    monitor.begin();
    monitor.join(early);
    monitor.goAway();
    monitor.join(late);
    monitor.pass(Duration.ofMinutes(5));
    assertThat(late.told).as("it hears as soon as it comes").containsExactly("away");

    monitor.comeBack();

    assertThat(early.told).containsExactly("away", "back");
    assertThat(late.told).containsExactly("away", "back");
  }

  @Test
  void resumesByPriorityThenByGoodNodesWithin300Milliseconds() {
    List<String> order = new ArrayList<>();
    reads.nodes = List.of(FakeReads.node("good", true), FakeReads.node("full", false));
    monitor.begin();
    join("low", order, 0, "good");
    join("pressed", order, 5, "full");
    join("fine", order, 5, "good");
    join("first", order, 9, "full");
    monitor.goAway();
    order.clear();

    reads.mend("*");
    monitor.tell(new MonitorEvent.KubeconfigChanged()); // a probe at once
    assertThat(order).containsExactly("first back");
    monitor.pass(Duration.ofMillis(300));

    assertThat(order).containsExactly("first back", "fine back", "pressed back", "low back");
  }

  @Test
  void comeBackBehindTheLogsThatAreRestoredFirst() {
    List<Runnable> restored = new ArrayList<>();
    monitor.first.add(restored::add);
    monitor.first.add(restored::add);
    FakeSubscriber web = new FakeSubscriber("web");
    monitor.begin();
    monitor.join(web);
    monitor.goAway();

    reads.mend("*");
    monitor.tell(new MonitorEvent.KubeconfigChanged()); // a probe at once
    assertThat(restored).hasSize(2);
    restored.getFirst().run();
    assertThat(web.told).containsExactly("away");
    restored.getLast().run();

    assertThat(web.told).containsExactly("away", "back");
  }

  @Test
  void doNotWaitLongerThanASecondForALog() {
    List<Runnable> restored = new ArrayList<>();
    monitor.first.add(restored::add);
    FakeSubscriber web = new FakeSubscriber("web");
    monitor.begin();
    monitor.join(web);
    monitor.goAway();

    reads.mend("*");
    monitor.tell(new MonitorEvent.KubeconfigChanged());
    monitor.pass(Duration.ofMillis(999));
    assertThat(web.told).containsExactly("away");
    monitor.pass(Duration.ofMillis(1));

    assertThat(web.told).containsExactly("away", "back");
  }

  @Test
  void hearThatItAnswersWhereAProbeOrTwoWereMissed() {
    FakeSubscriber web = new FakeSubscriber("web");
    monitor.begin();
    monitor.join(web);
    reads.fail("*", FailureKind.UNREACHABLE);
    monitor.tell(new MonitorEvent.Suspected());
    monitor.pass(Duration.ofSeconds(1));
    assertThat(monitor.view().reach()).isInstanceOf(Reachability.Missing.class);

    reads.mend("*");
    monitor.pass(Duration.ofSeconds(1));

    assertThat(monitor.view().reach()).isInstanceOf(Reachability.Answers.class);
    assertThat(web.answers()).isEqualTo(1);
    assertThat(web.told).isEmpty();
  }

  @Test
  void hearOfTroubleOfTheClusterWhileItIsThere() {
    FakeSubscriber web = new FakeSubscriber("web");
    monitor.begin();
    monitor.join(web);

    reads.fail("*", FailureKind.UNREACHABLE);
    monitor.tell(new MonitorEvent.Suspected());
    monitor.pass(Duration.ofSeconds(1));
    assertThat(state()).isEqualTo(ClusterState.RECONNECTING);
    assertThat(web.troubles()).isEqualTo(1);

    monitor.pass(Duration.ofMinutes(1));
    assertThat(state()).isEqualTo(ClusterState.OFFLINE);
    assertThat(web.troubles()).as("what is away has no trouble of its own").isEqualTo(1);
  }

  @Test
  void comeBackInTheOrderOfTheirOperationsWithinAPriority() {
    List<String> order = new ArrayList<>();
    reads.nodes = List.of(FakeReads.node("good", true));
    monitor.begin();
    join("waits-for-nothing", order, 0, "good");
    joinInTurn("third", order, 0, 12);
    joinInTurn("second", order, 0, 7);
    joinInTurn("first", order, 5, 13);
    monitor.goAway();
    order.clear();

    reads.mend("*");
    monitor.pass(Duration.ofSeconds(10));

    assertThat(order)
        .containsExactly("first back", "second back", "third back", "waits-for-nothing back");
  }

  private void joinInTurn(String name, List<String> order, int priority, long turn) {
    FakeSubscriber user = new FakeSubscriber(name, order::add);
    user.priority = priority;
    user.turn = turn;
    monitor.join(user);
  }

  private void join(String name, List<String> order, int priority, String node) {
    FakeSubscriber user = new FakeSubscriber(name, order::add);
    user.priority = priority;
    user.pods = List.of(FakeSubscriber.pod(name + "-0", node));
    monitor.join(user);
  }

  @Test
  void isSwitchedOffAndOnByAReload() {
    FakeSubscriber user = new FakeSubscriber("db");
    monitor.begin();
    monitor.join(user);
    monitor.goAway();

    monitor.configure(Configs.enabled(false));
    assertThat(state()).isEqualTo(ClusterState.DISABLED);
    assertThat(user.told).containsExactly("away", "back");
    int probes = reads.calls("probe");
    monitor.pass(Duration.ofHours(1));
    assertThat(reads.calls("probe")).isEqualTo(probes);
    assertThat(monitor.timers.waiting()).isZero();

    monitor.configure(Configs.enabled(true));
    monitor.pass(Duration.ofSeconds(10));
    assertThat(state()).isEqualTo(ClusterState.OFFLINE);
    assertThat(user.told).containsExactly("away", "back", "away");
  }

  @Test
  void leavesNoTimerAndNobodyAwayBehind() {
    FakeSubscriber user = new FakeSubscriber("db");
    monitor.begin();
    monitor.join(user);
    monitor.goAway();

    monitor.end();

    assertThat(monitor.timers.waiting()).isZero();
    assertThat(user.told).containsExactly("away", "back");
  }
}
