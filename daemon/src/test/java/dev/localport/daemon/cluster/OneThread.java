package dev.localport.daemon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ClusterState;
import dev.localport.api.ClusterStatus;
import dev.localport.api.FailureKind;
import dev.localport.config.ClusterHealthConfig;
import dev.localport.daemon.actor.Machines;
import dev.localport.daemon.actor.OwnerThread;
import dev.localport.daemon.kube.reads.EventScope;
import dev.localport.daemon.time.ManualTimers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A monitor whose owner is the test's thread: mail is read at once, and time is moved by hand. */
final class OneThread {
  private static final Clusters NO_OTHERS =
      new Clusters(cluster -> {
        throw new AssertionError("there is one monitor");
      });

  final ManualTimers timers = new ManualTimers();
  final FakeReads reads = new FakeReads();
  final List<String> changes = new ArrayList<>();
  Set<EventScope> followed = Set.of();
  @Nullable String followedFrom;
  final List<String> health = new ArrayList<>(); // after each change and each probe
  ClusterHealthConfig config = Configs.retries(0);
  final List<RestoredFirst> first = new ArrayList<>();
  private final MonitorOwner owner;
  private final Deque<MonitorMessage> mailbox = new ArrayDeque<>();
  private ClusterState last = ClusterState.CHECKING;
  private boolean reading;

  private void told(ClusterStatus now) {
    ClusterState state = now.state();
    if (state != last) {
      changes.add(last.word() + " > " + state.word());
      last = state;
    }
    health.add(state.word());
  }

  /** Makes a monitor that asks {@link #reads}, and gets every answer at once. */
  OneThread() {
    this.owner =
        new MonitorOwner(
            parts(),
            new ThreadedQueryRunner(
                "dev", () -> reads, timers, () -> 0.5, this::tell, OneThread::runHere),
            this::follow,
            OwnerThread.here("context", "dev"),
            this::tell);
  }

  /** Makes a monitor that asks something else. */
  OneThread(Function<OneThread, QueryRunner> asks) {
    this.owner =
        new MonitorOwner(
            parts(),
            asks.apply(this),
            this::follow,
            OwnerThread.here("context", "dev"),
            this::tell);
  }

  private void follow(Set<EventScope> scopes, @Nullable String from) {
    followed = scopes;
    followedFrom = from;
  }

  private MonitorParts parts() {
    return new MonitorParts(
        "dev",
        "https://one",
        false,
        () -> config,
        List::of,
        timers,
        () -> 0.5,
        this::told,
        () -> first);
  }

  private static Thread runHere(String name, Runnable task) {
    task.run();
    return Thread.ofVirtual().unstarted(() -> {});
  }

  OneThread begin() {
    reading = true;
    Machines.begin(owner);
    reading = false;
    drain();
    return this;
  }

  void tell(MonitorMessage mail) {
    mailbox.add(mail);
    if (!reading) {
      drain();
    }
  }

  void tell(MonitorEvent event) {
    tell(new MonitorMessage.Plain(event));
  }

  private void drain() {
    reading = true;
    for (MonitorMessage mail = mailbox.poll(); mail != null; mail = mailbox.poll()) {
      Machines.read(owner, mail);
    }
    reading = false;
  }

  void configure(ClusterHealthConfig now) {
    config = now;
    tell(new MonitorMessage.Reconfigured());
  }

  ClusterSubscription join(FakeSubscriber user) {
    ClusterSubscription subscription = new ClusterSubscription(user, NO_OTHERS);
    tell(new MonitorMessage.Joined(subscription));
    return subscription;
  }

  void pass(Duration time) {
    timers.advance(time);
  }

  /** Nothing answers any more, and the monitor has found that out. */
  void goAway() {
    reads.fail("*", FailureKind.UNREACHABLE);
    tell(new MonitorEvent.Suspected());
    pass(Duration.ofSeconds(5));
    assertThat(view().state()).isEqualTo(ClusterState.OFFLINE);
  }

  /** Everything answers again, and the monitor has found that out. */
  void comeBack() {
    reads.mend("*");
    pass(Duration.ofSeconds(3));
    assertThat(view().reach().isAway()).isFalse();
  }

  View view() {
    return owner.view();
  }

  ClusterStatus status() {
    return owner.status();
  }

  ClusterCounters counters() {
    return owner.counters();
  }

  void end() {
    owner.end();
  }
}
