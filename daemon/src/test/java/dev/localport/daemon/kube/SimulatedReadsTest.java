package dev.localport.daemon.kube;

import static dev.localport.daemon.kube.StubApi.PATIENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.localport.api.ClusterEvent;
import dev.localport.api.FailureKind;
import dev.localport.api.NodeCounts;
import dev.localport.api.NodeInfoBuilder;
import dev.localport.api.PodCounts;
import dev.localport.api.Resources;
import dev.localport.config.ClusterQuery;
import dev.localport.daemon.kube.client.KubeException;
import dev.localport.daemon.kube.reads.ClusterReads;
import dev.localport.daemon.kube.reads.EventList;
import dev.localport.daemon.kube.reads.EventReader;
import dev.localport.daemon.kube.reads.EventScope;
import dev.localport.simulator.Simulator;
import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads over real TLS and credentials, from a cluster that changes and has its faults. */
class SimulatedReadsTest {
  @TempDir private Path folder;
  @AutoClose private SimulatedContexts simulated;
  private Simulator cluster;
  private ClusterReads reads;

  @BeforeEach
  void open() throws IOException, GeneralSecurityException, KubeException {
    simulated = new SimulatedContexts(folder);
    cluster = simulated.cluster;
    reads = simulated.open().reads();
  }

  private static ClusterQuery query(@Nullable String namespace, @Nullable String fields) {
    return new ClusterQuery(true, namespace, fields, null, 0, null);
  }

  private static FailureKind kind(ThrowingCallable call) {
    return catchThrowableOfType(KubeException.class, call).failure().kind();
  }

  @Test
  void aClusterThatIsWell() throws KubeException, IOException, InterruptedException {
    cluster.awaitPods("app=web", 2);

    assertThat(reads.probe(PATIENT).skew().abs()).isLessThan(Duration.ofMinutes(5));
    assertThat(reads.version(PATIENT)).isEqualTo("v1.33.1");
    assertThat(reads.unreadyParts(PATIENT)).isEmpty();
    assertThat(reads.unreadyServices(PATIENT)).isEmpty();
    assertThat(reads.nodes(query(null, null), PATIENT))
        .containsExactly(
            NodeInfoBuilder.builder()
                .name("node-1")
                .ready(true)
                .schedulable(true)
                .version("v1.33.1")
                .capacity(new Resources(4_000L, 8_348_508_160L))
                .allocatable(new Resources(3_920L, 7_824_220_160L))
                .build());
    assertThat(reads.pods(query("demo", null), PATIENT).running()).isPositive();
    assertThat(reads.pods(query("default", null), PATIENT).total()).isZero();
    assertThat(kind(() -> reads.nodeUsage(PATIENT))).isEqualTo(FailureKind.TARGET_MISSING);
  }

  @Test
  void aWarningComesFirst() throws KubeException, IOException, InterruptedException {
    String pod = cluster.awaitPods("app=web", 2).getFirst();

    cluster.control("ready?namespace=demo&on=false&name=" + pod);

    List<ClusterEvent> events = reads.events(query("demo", null), 5, Map.of(), PATIENT).events();
    assertThat(events).hasSize(5);
    assertThat(events.getFirst())
        .returns("Unhealthy", ClusterEvent::reason)
        .returns("pod/" + pod, ClusterEvent::object)
        .returns("demo", ClusterEvent::namespace);
    assertThat(events.subList(1, 5)).noneMatch(ClusterEvent::isWarning);
    assertThat(reads.events(query(null, "type=Warning"), 5, Map.of(), PATIENT).events()).hasSize(1);
  }

  /** An interrupt ends it, as when nobody wants to follow any more. */
  private final class Followed implements EventReader, AutoCloseable {
    private final Queue<ClusterEvent> seen = new ConcurrentLinkedQueue<>();
    private final Queue<String> positions = new ConcurrentLinkedQueue<>();
    private final Thread thread;

    Followed(EventScope scope, @Nullable String from) {
      thread = Thread.ofVirtual().start(() -> follow(scope, from));
    }

    private void follow(EventScope scope, @Nullable String from) {
      try {
        reads.follow(scope, from, this);
        positions.add("ended");
      } catch (KubeException e) {
        positions.add(e.failure().kind().word());
      }
    }

    @Override
    public void onEvent(ClusterEvent event) {
      seen.add(event);
    }

    @Override
    public void onPosition(@Nullable String version) {
      positions.add(String.valueOf(version));
    }

    ClusterEvent await(String reason) {
      Await.until(reason, () -> seen.stream().anyMatch(event -> event.reason().equals(reason)));
      return seen.stream().filter(event -> event.reason().equals(reason)).findFirst().orElseThrow();
    }

    @Override
    public void close() {
      thread.interrupt();
      Await.until("the reader ends", () -> !thread.isAlive());
    }
  }

  @Test
  void eventsAreToldAsTheyHappenAndNotThoseFromBefore() throws IOException, InterruptedException {
    String pod = cluster.awaitPods("app=web", 2).getFirst();
    String about = "&namespace=demo&name=" + pod;

    try (Followed demo = new Followed(new EventScope("demo", null), null)) {
      Await.until("it is followed", () -> demo.positions.size() > 1); // a bookmark came
      cluster.control("event?about=pod&type=Warning&reason=ErrImagePull" + about);

      assertThat(demo.await("ErrImagePull"))
          .returns("pod/" + pod, ClusterEvent::object)
          .returns("demo", ClusterEvent::namespace)
          .returns(true, ClusterEvent::isWarning);
      assertThat(demo.seen).as("none from before").hasSize(1);
    }
  }

  @Test
  void nothingFallsBetweenTheListAndFollowingFromIt()
      throws IOException, InterruptedException, KubeException {
    String pod = cluster.awaitPods("app=web", 2).getFirst();
    EventList list = reads.events(query(null, null), 400, Map.of(), PATIENT);
    cluster.control("event?about=pod&type=Warning&reason=ErrImagePull&namespace=demo&name=" + pod);

    try (Followed demo = new Followed(new EventScope("demo", null), list.version())) {
      assertThat(demo.await("ErrImagePull")).returns("pod/" + pod, ClusterEvent::object);
      assertThat(list.events()).noneMatch(event -> event.reason().equals("ErrImagePull"));
      assertThat(demo.seen).as("none of those that were listed").hasSize(1);
    }
  }

  @Test
  void whatHappenedWhileNobodyFollowedIsToldBehindThePosition()
      throws IOException, InterruptedException {
    cluster.awaitPods("app=web", 2);
    String position;
    try (Followed nodes = new Followed(EventScope.nodes(null), null)) {
      Await.until("it is followed", () -> nodes.positions.size() > 1);
      position = nodes.positions.peek();
    }
    cluster.control("node-lost?name=node-1&on=true");

    try (Followed nodes = new Followed(EventScope.nodes("type=Normal"), position)) {
      assertThat(nodes.await("NodeNotReady"))
          .returns("node/node-1", ClusterEvent::object)
          .returns(null, ClusterEvent::namespace)
          .returns(false, ClusterEvent::isWarning);
    }
    cluster.control("forget-history");
    try (Followed nodes = new Followed(EventScope.nodes(null), position)) {
      Await.until("the position is lost", () -> nodes.positions.contains("null"));
    }
    cluster.control("deny?verb=watch&resource=events");
    try (Followed nodes = new Followed(EventScope.nodes(null), null)) {
      Await.until("forbidden", () -> nodes.positions.contains(FailureKind.FORBIDDEN.word()));
    }
  }

  @Test
  void partsThatFailAreTold() throws KubeException, IOException, InterruptedException {
    cluster.control("fail-part?name=etcd&on=true");
    assertThat(reads.unreadyParts(PATIENT)).containsExactly("etcd failed");

    cluster.control("fail-part?name=etcd&on=false");
    assertThat(reads.unreadyParts(PATIENT)).isEmpty();
  }

  @Test
  void rightsAreLearntByAsking() throws KubeException, IOException, InterruptedException {
    cluster.control("deny?verb=list&resource=nodes");

    assertThat(reads.mayList("", "pods", PATIENT)).isTrue();
    assertThat(reads.mayList("", "nodes", PATIENT)).isFalse();
    assertThat(kind(() -> reads.nodes(query(null, null), PATIENT)))
        .isEqualTo(FailureKind.FORBIDDEN);
  }

  @Test
  void whatIsUsedIsToldWhereItIsMeasured() throws KubeException, IOException, InterruptedException {
    String pod = cluster.awaitPod("app=web");
    assertThat(kind(() -> reads.podUsage("demo", Set.of(pod), PATIENT)))
        .isEqualTo(FailureKind.TARGET_MISSING);

    cluster.control("measure?cpu=12&memory=30");

    assertThat(reads.podUsage("demo", Set.of(pod, "none"), PATIENT))
        .containsOnlyKeys(pod)
        .allSatisfy(
            (_, containers) -> assertThat(containers).containsValue(new Resources(12L, 30L << 20)));
    assertThat(reads.podUsage("default", Set.of(pod), PATIENT)).isEmpty();
    assertThat(reads.nodeUsage(PATIENT))
        .hasEntrySatisfying(
            "node-1", used -> assertThat(used.cpuMillis()).isGreaterThanOrEqualTo(24L));

    cluster.control("deny?verb=list&resource=pods.metrics.k8s.io");

    assertThat(kind(() -> reads.podUsage("demo", Set.of(pod), PATIENT)))
        .isEqualTo(FailureKind.FORBIDDEN);
    assertThat(reads.mayList("metrics.k8s.io", "pods", PATIENT)).isFalse();
    assertThat(reads.mayList("", "pods", PATIENT)).isTrue();
  }

  @Test
  void faultsOfTheServerHaveTheirKind() throws IOException, InterruptedException {
    cluster.control("status?scope=api&code=503&times=1");
    assertThat(kind(() -> reads.probe(PATIENT))).isEqualTo(FailureKind.SESSION);

    cluster.control("status?scope=api&code=401&times=2");
    assertThat(kind(() -> reads.probe(PATIENT))).isEqualTo(FailureKind.CREDENTIALS);

    cluster.control("away");
    assertThat(kind(() -> reads.probe(PATIENT))).isEqualTo(FailureKind.UNREACHABLE);
  }

  @Test
  void aBlackHoleEndsWithTheTimeout() throws KubeException, IOException, InterruptedException {
    reads.probe(PATIENT);
    cluster.control("black-hole?on=true");

    assertThat(kind(() -> reads.probe(Duration.ofMillis(300)))).isEqualTo(FailureKind.UNREACHABLE);

    cluster.control("black-hole?on=false");
    assertThat(reads.probe(PATIENT).took()).isPositive();
  }

  @Test
  void aCrowdIsCounted() throws KubeException, IOException, InterruptedException {
    cluster.control("crowd?pods=1000&nodes=20&events=1201");

    assertThat(reads.pods(query(null, null), PATIENT))
        .isEqualTo(
            new PodCounts(
                700,
                100,
                100,
                100,
                0,
                Map.of(
                    "CrashLoopBackOff",
                    100,
                    "OOMKilled",
                    100,
                    "ImagePullBackOff",
                    100,
                    "Evicted",
                    100),
                700));
    assertThat(reads.pods(query("shop", "status.phase!=Succeeded"), PATIENT).total())
        .isEqualTo(900);
    assertThat(NodeCounts.of(reads.nodes(query(null, null), PATIENT)))
        .isEqualTo(new NodeCounts(10, 20));
    assertThat(reads.events(query(null, null), 400, Map.of(), PATIENT).events())
        .hasSize(400)
        .filteredOn(ClusterEvent::isWarning)
        .hasSize(300);
    assertThat(reads.events(query("none", null), 400, Map.of(), PATIENT).events()).isEmpty();
  }
}
