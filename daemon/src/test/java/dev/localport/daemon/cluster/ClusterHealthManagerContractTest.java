package dev.localport.daemon.cluster;

import dev.localport.api.ClusterEvent;
import dev.localport.api.ClusterState;
import dev.localport.api.ClusterStatus;
import dev.localport.api.FailureKind;
import dev.localport.api.PodInfo;
import dev.localport.daemon.kube.client.KubeException;
import dev.localport.daemon.time.ManualTimers;
import dev.localport.testing.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;

/** The monitors keep what the clusters of other tests promise. */
class ClusterHealthManagerContractTest extends ClusterHealthContract {
  private final ManualTimers timers = new ManualTimers();
  private final Map<String, FakeReads> servers = new ConcurrentHashMap<>();
  private final Map<String, List<ClusterSubscription>> uses = new HashMap<>();
  private final ClusterHealthManager manager =
      Monitors.asking(context -> server(context.name()), timers);

  @AfterEach
  void close() {
    manager.close();
  }

  private FakeReads server(String context) {
    return servers.computeIfAbsent(context, absent -> new FakeReads());
  }

  private void awaitState(String context, ClusterState state) {
    Await.until(
        context + " is " + state,
        () -> {
          timers.advance(Duration.ofMillis(100));
          return manager.clusterInfo(context).map(ClusterStatus::state).orElseThrow() == state;
        });
  }

  @Override
  protected ClusterHealthProvider clusters() {
    return manager;
  }

  @Override
  protected Instant now() {
    return timers.instant();
  }

  @Override
  protected void start(String context, String service, PodInfo... pods) {
    FakeSubscriber user = new FakeSubscriber(service);
    user.context = new FakeSubscriber.Context(context, "https://" + context);
    user.pods = List.of(pods);
    try {
      uses.computeIfAbsent(context, absent -> new ArrayList<>()).add(manager.subscribe(user));
    } catch (KubeException e) {
      throw new IllegalStateException("it has a context", e);
    }
    awaitState(context, ClusterState.CONNECTED);
  }

  @Override
  protected void stop(String context) {
    uses.getOrDefault(context, List.of()).forEach(ClusterSubscription::close);
  }

  @Override
  protected void goAway(String context) {
    server(context).fail("*", FailureKind.UNREACHABLE);
    manager.suspectAll();
    awaitState(context, ClusterState.OFFLINE);
  }

  @Override
  protected void reject(String context) {
    server(context).fail("*", FailureKind.CREDENTIALS);
    manager.suspectAll();
    awaitState(context, ClusterState.ERROR);
  }

  @Override
  protected void happen(String context, List<ClusterEvent> events) {
    server(context).events = events;
    try {
      manager.refresh(context, Await.LIMIT);
    } catch (InterruptedException e) {
      throw new IllegalStateException("the test is being stopped", e);
    }
  }
}
