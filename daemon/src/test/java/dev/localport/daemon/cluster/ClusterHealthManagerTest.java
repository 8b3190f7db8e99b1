package dev.localport.daemon.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Services come and go, each monitor on its own thread.
 *
 * <p>Over 300 lines, since all that needs real threads stands here, and nothing that does not.
 */
class ClusterHealthManagerTest {
  private static final Instant LONG_AGO = Instant.EPOCH;
  private static final Duration FIFTEEN_SECONDS = Duration.ofSeconds(15);

  private final ManualTimers timers = new ManualTimers();
  private final Map<String, FakeReads> servers = new ConcurrentHashMap<>();
  private final ClusterHealthManager manager =
      new ClusterHealthManager(context -> server(context.server()), timers, () -> 0.5, _ -> {});

  private FakeReads server(String url) {
    return servers.computeIfAbsent(url, absent -> new FakeReads());
  }

  private FakeReads one() {
    return server("https://one");
  }

  private static FakeSubscriber user(String name, String context, String server) {
    FakeSubscriber user = new FakeSubscriber(name);
    user.context = new FakeSubscriber.Context(context, server);
    return user;
  }

  @AfterEach
  void closes() {
    manager.close();
    Await.until("no timer is left", () -> timers.waiting() == 0); // those who follow events end too
  }

  private ClusterState state(String context) {
    return manager.clusterInfo(context).map(ClusterStatus::state).orElseThrow();
  }

  private void awaitState(String context, ClusterState state) {
    Await.until(context + " is " + state, () -> state(context) == state);
  }

  /** Moves the time, a little each time, until something is so. */
  private void passUntil(String what, BooleanSupplier condition) {
    Await.until(
        what,
        () -> {
          timers.advance(Duration.ofMillis(100));
          return condition.getAsBoolean();
        });
  }

  private void goAway(String context, String server) {
    server(server).fail("*", FailureKind.UNREACHABLE);
    manager.suspectAll();
    passUntil(context + " is away", () -> !manager.isHealthy(context));
  }

  @Test
  void beginsWithTheFirstServiceOfAContextAndEndsWithTheLast() throws KubeException {
    assertThat(manager.clusterInfo("dev")).isEmpty();
    assertThat(manager.isHealthy("dev")).isTrue();

    ClusterSubscription db = manager.subscribe(new FakeSubscriber("db"));
    ClusterSubscription web = manager.subscribe(new FakeSubscriber("web"));
    awaitState("dev", ClusterState.CONNECTED);
    assertThat(manager.statuses()).hasSize(1);

    db.close();
    assertThat(manager.statuses()).hasSize(1);

    web.close();
    assertThat(manager.statuses()).isEmpty();
    assertThat(manager.lastCheck("dev")).isEmpty();
    Await.until("no timer is left", () -> timers.waiting() == 0);
  }

  @ParameterizedTest(name = "{0} is at {1}")
  @CsvSource(
      nullValues = "-",
      value = {
        "https://k8s_dev.local:6443, k8s_dev.local",
        "https://k8s-dev.local, k8s-dev.local",
        "http://10.0.0.7:8080/base, 10.0.0.7",
        "https://[2001:db8::7]:6443/base, 2001:db8::7",
        "https://***@k8s_dev.local:6443, k8s_dev.local",
        "https://, -"
      })
  void knowsTheHostsOfServersWithAnyName(String server, @Nullable String host)
      throws KubeException {
    ClusterSubscription db = manager.subscribe(user("db", "dev", server));

    assertThat(manager.hosts()).isEqualTo(host == null ? Set.of() : Set.of(host));
    db.close();
    Await.until("no timer is left", () -> timers.waiting() == 0);
  }

  @Test
  void endsAProbeUnderWayWithTheLastService() throws KubeException {
    one().hang("probe");
    ClusterSubscription db = manager.subscribe(new FakeSubscriber("db"));
    Await.until("it is probed", () -> one().inside() == 1);

    db.close();

    Await.until("nobody asks any more", () -> one().inside() == 0 && timers.waiting() == 0);
  }

  @Test
  void endsACollectionUnderWayWithTheLastService() throws KubeException {
    one().hang("pods");
    ClusterSubscription db = manager.subscribe(new FakeSubscriber("db"));
    Await.until("it is asked", () -> one().inside() == 1);

    db.close();

    Await.until("nobody asks any more", () -> one().inside() == 0 && timers.waiting() == 0);
  }

  @Test
  void watchesOverEachContextByItself() throws KubeException {
    manager.subscribe(user("db", "dev", "https://one"));
    manager.subscribe(user("web", "prod", "https://two"));
    awaitState("dev", ClusterState.CONNECTED);
    awaitState("prod", ClusterState.CONNECTED);

    goAway("prod", "https://two");

    assertThat(manager.isHealthy("dev")).isTrue();
    assertThat(manager.statuses())
        .extracting(ClusterStatus::context)
        .containsExactly("dev", "prod");
  }

  @Test
  void answersForTheClusterUsedLastWhereTwoHaveOneName() throws KubeException {
    manager.subscribe(user("db", "dev", "https://one"));
    ClusterSubscription web = manager.subscribe(user("web", "dev", "https://two"));

    assertThat(manager.statuses())
        .extracting(ClusterStatus::server)
        .containsExactly("https://one", "https://two");
    assertThat(manager.clusterInfo("dev").orElseThrow().server()).isEqualTo("https://two");

    web.close();
    assertThat(manager.clusterInfo("dev").orElseThrow().server()).isEqualTo("https://one");
  }

  @Test
  void tellsTheCallerThatTheKubeconfigDoesNotServe() {
    FakeSubscriber user = new FakeSubscriber("db");
    user.kubeconfig = FailureKind.CONTEXT_MISSING;

    assertThatThrownBy(() -> manager.subscribe(user)).isInstanceOf(KubeException.class);
    assertThat(manager.statuses()).isEmpty();
  }

  @Test
  void saysBeforeADialWhetherTheClusterIsAway() throws KubeException {
    FakeSubscriber user = new FakeSubscriber("db");
    ClusterSubscription db = manager.subscribe(user);
    awaitState("dev", ClusterState.CONNECTED);
    assertThat(db.isAway()).isFalse();

    goAway("dev", "https://one");
    assertThat(db.isAway()).isTrue();
    Await.until("it was told", () -> user.told.equals(List.of("away")));

    one().mend("*");
    passUntil("it is told back", () -> user.told.equals(List.of("away", "back")));
    assertThat(db.isAway()).isFalse();
    assertThat(manager.isHealthy("dev")).isTrue();
  }

  @Test
  void probesAtOnceWhenAServiceMissesAPing() throws KubeException {
    ClusterSubscription db = manager.subscribe(new FakeSubscriber("db"));
    awaitState("dev", ClusterState.CONNECTED);
    Await.until("it is measured once more", () -> one().calls("probe") == 2);
    timers.advance(Duration.ofSeconds(5));

    db.suspect();

    Await.until("it is probed", () -> one().calls("probe") >= 3);
  }

  @Test
  void holdsTheConfigurationOfTheNewestServiceAndReadsItAgain() throws KubeException {
    FakeSubscriber db = new FakeSubscriber("db");
    FakeSubscriber web = new FakeSubscriber("web");
    web.config = Configs.enabled(false);
    manager.subscribe(db);
    ClusterSubscription second = manager.subscribe(web);
    awaitState("dev", ClusterState.DISABLED);

    second.close();
    awaitState("dev", ClusterState.CONNECTED);

    db.config = Configs.enabled(false);
    manager.configurationChanged();
    awaitState("dev", ClusterState.DISABLED);
  }

  @Test
  void movesAServiceToTheServerThatItsContextNamesNow() throws KubeException {
    FakeSubscriber user = new FakeSubscriber("db");
    ClusterSubscription db = manager.subscribe(user);
    awaitState("dev", ClusterState.CONNECTED);
    goAway("dev", "https://one");

    user.context = new FakeSubscriber.Context("dev", "https://two");
    manager.kubeconfigChanged();

    awaitState("dev", ClusterState.CONNECTED);
    assertThat(manager.statuses()).extracting(ClusterStatus::server).containsExactly("https://two");
    assertThat(db.isAway()).isFalse();
    Await.until("it was told", () -> user.told.equals(List.of("away", "back")));
  }

  @Test
  void refreshesAndWaitsForItButNotForEver() throws InterruptedException, KubeException {
    manager.subscribe(new FakeSubscriber("db"));
    awaitState("dev", ClusterState.CONNECTED);
    Await.until("all is known", () -> one().calls("events") == 1);

    assertThat(manager.refresh("dev", Await.LIMIT)).isTrue();
    assertThat(one().calls("events")).isEqualTo(2);

    one().hang("nodes");
    assertThat(manager.refresh("dev", Duration.ofMillis(20))).isFalse();
    assertThat(manager.refresh("nobody", Await.LIMIT)).isFalse();
  }

  @Test
  void asksForEventsThatAreOlderThanWantedAndForNothingElse()
      throws InterruptedException, KubeException {
    manager.subscribe(new FakeSubscriber("db"));
    awaitState("dev", ClusterState.CONNECTED);
    Await.until("all is known", () -> one().calls("events") == 1);
    assertThat(manager.refresh("dev", Await.LIMIT)).isTrue();
    Instant pulled = timers.instant().plusSeconds(10);
    one().events = List.of(FakeReads.event("Warning", "pod/db-0", "shop", pulled));

    timers.advance(Duration.ofSeconds(14));
    assertThat(manager.refreshEvents("dev", FIFTEEN_SECONDS, Await.LIMIT)).isFalse();
    assertThat(manager.events("dev", LONG_AGO)).isEmpty();

    timers.advance(Duration.ofSeconds(1));
    assertThat(manager.refreshEvents("dev", FIFTEEN_SECONDS, Await.LIMIT)).isTrue();
    assertThat(manager.events("dev", LONG_AGO)).hasSize(1);
    assertThat(one().calls("pods")).isEqualTo(2);
  }

  @Test
  void asksForEventsThatFailedNoSoonerThanForThoseThatAreKnown()
      throws InterruptedException, KubeException {
    FakeSubscriber user = new FakeSubscriber("db");
    user.config = Configs.retries(0);
    manager.subscribe(user);
    awaitState("dev", ClusterState.CONNECTED);
    Await.until("all is known", () -> one().calls("events") == 1);
    assertThat(manager.refresh("dev", Await.LIMIT)).isTrue();
    one().fail("events", FailureKind.SESSION);
    timers.advance(FIFTEEN_SECONDS);

    assertThat(manager.refreshEvents("dev", FIFTEEN_SECONDS, Await.LIMIT)).isTrue();
    assertThat(manager.refreshEvents("dev", FIFTEEN_SECONDS, Await.LIMIT)).isFalse();

    assertThat(one().calls("events")).isEqualTo(3);
  }

  @Test
  void saysWhichServicesAnEventTouches() throws InterruptedException, KubeException {
    Instant now = timers.instant();
    one().events =
        List.of(
            FakeReads.event("Normal", "service/web", "shop", now),
            FakeReads.event("Warning", "pod/db-0", "shop", now.minusSeconds(60)),
            FakeReads.event("Warning", "pod/db-0", "other", now.minusSeconds(30)),
            FakeReads.event("Warning", "pod/old", "shop", now.minusSeconds(7200)));
    FakeSubscriber db = new FakeSubscriber("db");
    db.pods = List.of(FakeSubscriber.pod("db-0", "a"));
    manager.subscribe(db);
    manager.subscribe(new FakeSubscriber("web"));
    assertThat(manager.refresh("dev", Await.LIMIT)).isTrue();

    List<ClusterEvent> events = manager.events("dev", now.minusSeconds(3600));

    assertThat(events)
        .extracting(event -> event.type() + " " + event.object() + " " + event.services())
        .containsExactly(
            "Warning pod/db-0 []", "Warning pod/db-0 [db]", "Normal service/web [web]");
    assertThat(manager.events("dev", LONG_AGO)).hasSize(4);
  }

  @Test
  void countsOnlyWarningsThatTouchServices() throws InterruptedException, KubeException {
    Instant now = timers.instant();
    one().events =
        List.of(
            FakeReads.event("Normal", "pod/db-0", "shop", now),
            FakeReads.event("Warning", "pod/db-0", "shop", now),
            FakeReads.event("Warning", "service/db", "shop", now),
            FakeReads.event("Warning", "pod/of-others", "shop", now));
    FakeSubscriber db = new FakeSubscriber("db");
    db.pods = List.of(FakeSubscriber.pod("db-0", "a"));
    manager.subscribe(db);
    assertThat(manager.refresh("dev", Await.LIMIT)).isTrue();

    assertThat(manager.clusterInfo("dev").orElseThrow().warnings()).isEqualTo(2);
    assertThat(manager.statuses()).extracting(ClusterStatus::warnings).containsExactly(2);
  }

  @Test
  void showsEachPodOnceWithItsServices() throws KubeException {
    FakeSubscriber db = new FakeSubscriber("db");
    FakeSubscriber web = new FakeSubscriber("web");
    db.pods = List.of(FakeSubscriber.pod("both", "a"), FakeSubscriber.pod("db-0", "a"));
    web.pods = List.of(FakeSubscriber.pod("both", "a"));
    manager.subscribe(db);
    manager.subscribe(web);

    assertThat(manager.podStatus("dev", "shop", ""))
        .extracting(pod -> pod.name() + " " + pod.services())
        .containsExactly("both [db, web]", "db-0 [db]");
    assertThat(manager.podStatus("dev", "shop", "service/web"))
        .extracting(PodInfo::name)
        .containsExactly("both");
    assertThat(manager.podStatus("dev", "elsewhere", "")).isEmpty();
  }

  @Test
  void aPodOfAClusterThatIsAwayIsNoNewerThanTheClustersLastAnswer() throws KubeException {
    FakeSubscriber db = new FakeSubscriber("db");
    db.pods = List.of(FakeSubscriber.pod("db-0", "a").reported(Instant.MAX, false));
    manager.subscribe(db);
    awaitState("dev", ClusterState.CONNECTED);
    assertThat(manager.podStatus("dev", "", ""))
        .extracting(PodInfo::lastUpdated)
        .containsExactly(Instant.MAX);

    goAway("dev", "https://one");

    assertThat(manager.podStatus("dev", "", ""))
        .extracting(PodInfo::lastUpdated)
        .containsExactly(manager.clusterInfo("dev").orElseThrow().lastSuccess());
  }

  @Test
  void isEmptyAfterManyThreadsHaveComeAndGone() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      int number = i;
      threads.add(Thread.ofVirtual().start(() -> comeAndGo(number)));
    }
    for (Thread thread : threads) {
      assertThat(thread.join(Await.LIMIT)).isTrue();
    }

    assertThat(manager.statuses()).isEmpty();
    Await.until("no timer is left", () -> timers.waiting() == 0);
  }

  private void comeAndGo(int number) {
    for (int i = 0; i < 50; i++) {
      try (ClusterSubscription use =
          manager.subscribe(user("s" + number, "c" + (number + i) % 3, "https://one"))) {
        use.trouble();
        manager.suspectAll();
      } catch (KubeException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
