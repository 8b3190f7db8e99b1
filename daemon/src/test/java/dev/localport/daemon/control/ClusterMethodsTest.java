package dev.localport.daemon.control;

import static dev.localport.daemon.control.ClusterSamples.NOW;
import static dev.localport.daemon.control.ClusterSamples.cluster;
import static dev.localport.daemon.control.ClusterSamples.event;
import static dev.localport.daemon.control.ClusterSamples.pod;
import static dev.localport.daemon.control.ClusterSamples.service;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.api.ClusterEvent;
import dev.localport.api.ClusterEventBuilder;
import dev.localport.api.ClusterReport;
import dev.localport.api.ClusterState;
import dev.localport.api.ClusterStatus;
import dev.localport.api.ExitCode;
import dev.localport.api.PodChange;
import dev.localport.api.PodInfo;
import dev.localport.api.PodInfoBuilder;
import dev.localport.api.SeenEvent;
import dev.localport.api.ServicePod;
import dev.localport.api.ServiceStatus;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcConnection;
import dev.localport.rpc.RpcException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is answered about clusters, from what monitors know. */
class ClusterMethodsTest {
  private static final RpcConnection NOBODY = new DeafCaller();
  private static final int LINE = 1 << 20;

  private final FakeClusters clusters = new FakeClusters();
  private final List<ServiceStatus> services = new ArrayList<>();
  private final ClusterMethods methods = new ClusterMethods(clusters.answers(), () -> services);

  private interface Method {
    JsonObject call(JsonObject params, RpcConnection from) throws InterruptedException;
  }

  private static JsonObject params(Object... keysAndValues) {
    JsonObject.Builder json = JsonObject.builder();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      json.put(String.valueOf(keysAndValues[i]), keysAndValues[i + 1]);
    }
    return json.build();
  }

  private List<String> contexts(JsonObject params) throws InterruptedException {
    return methods.status(params, NOBODY).objects("clusters").stream()
        .map(cluster -> cluster.text("context"))
        .toList();
  }

  private List<String> reasons(JsonObject params) throws InterruptedException {
    return methods.events(params, NOBODY).objects("events").stream()
        .map(SeenEvent::from)
        .map(seen -> seen.context() + " " + seen.event().reason())
        .toList();
  }

  private List<String> pods(JsonObject params) throws InterruptedException {
    return methods.pods(params, NOBODY).objects("pods").stream()
        .map(PodInfo::from)
        .map(pod -> pod.context() + " " + pod.namespace() + "/" + pod.name())
        .toList();
  }

  @Test
  void everyClusterIsShownWholeOrOneOfThem() throws InterruptedException {
    clusters.with(cluster("dev", 2)).with(cluster("prod", 0));

    JsonObject one = methods.status(params("context", "dev"), NOBODY);

    assertThat(contexts(params())).containsExactly("dev", "prod");
    assertThat(one.objects("clusters").stream().map(ClusterStatus::from))
        .containsExactly(cluster("dev", 2));
    assertThat(one.asMap()).containsEntry("next", null);
    assertThat(clusters.asked).isEmpty();
    assertThat(methods.brief().getFirst()).isEqualTo(cluster("dev", 2).brief());
  }

  @Test
  void aClusterWithVeryManyNodesComesInPiecesAndPagesThatFitALine() throws InterruptedException {
    clusters.with(cluster("dev", 3_500)).with(cluster("prod", 1));

    List<JsonObject> pieces = pages(methods::status, "clusters", params());

    List<String> nodes = new ArrayList<>();
    pieces.stream()
        .map(ClusterStatus::from)
        .filter(piece -> piece.context().equals("dev"))
        .forEach(piece -> piece.nodeList().forEach(node -> nodes.add(node.name())));
    assertThat(nodes)
        .containsExactlyElementsOf(IntStream.range(0, 3_500).mapToObj(i -> "node-" + i).toList());
    assertThat(pieces).hasSize(5);
    assertThat(pieces.getLast().text("context")).isEqualTo("prod");
  }

  /** Asks for pages until there is none, each of which has to fit a line. */
  private static List<JsonObject> pages(Method method, String key, JsonObject params)
      throws InterruptedException {
    List<JsonObject> all = new ArrayList<>();
    OptionalLong next = OptionalLong.of(0);
    int asked = 0;
    while (next.isPresent()) {
      JsonObject page =
          method.call(
              JsonObject.builder().putAll(params).put("next", next.getAsLong()).build(), NOBODY);
      assertThat(page.toString().getBytes(UTF_8).length).isLessThan(LINE);
      all.addAll(page.objects(key));
      next = page.findNumber("next");
      asked++;
    }
    assertThat(asked).isGreaterThan(1);
    return all;
  }

  @Test
  void clustersAreAskedFirstOnlyWhereSomebodyWantsThat() throws InterruptedException {
    clusters.with(cluster("dev", 0)).with(cluster("prod", 0));
    clusters.twins.add(cluster("prod", 1));
    clusters.onRefresh = context -> clusters.with(cluster(context, 3));

    assertThat(methods.refresh(params("context", "dev"), NOBODY).objects("clusters"))
        .extracting(json -> ClusterStatus.from(json).nodeList().size())
        .containsExactly(3);
    assertThat(clusters.asked).containsExactly("dev");
    assertThat(contexts(params("refresh", true))).containsExactly("dev", "prod", "prod");
    assertThat(clusters.asked).containsExactlyInAnyOrder("dev", "dev", "prod");
    assertThat(contexts(params("refresh", true, "next", 1))).containsExactly("prod", "prod");
    assertThat(methods.refresh(params("next", 2), NOBODY).objects("clusters")).hasSize(1);
    assertThat(clusters.asked).hasSize(3);
  }

  @Test
  void aRefreshNamesTheClustersThatDidNotAnswer() throws InterruptedException {
    clusters.with(cluster("dev", 0)).with(cluster("prod", ClusterState.OFFLINE, 0, null));
    clusters.with(cluster("quiet", ClusterState.DISABLED, 0, null));
    clusters.silent.addAll(List.of("prod", "quiet"));

    for (Method method : List.<Method>of(methods::status, methods::events, methods::pods)) {
      assertThat(method.call(params("refresh", true), NOBODY).texts("not_refreshed"))
          .as("without the one whose monitor is disabled")
          .containsExactly("prod");
    }
    assertThat(methods.refresh(params(), NOBODY).texts("not_refreshed")).containsExactly("prod");
    assertThat(methods.status(params(), NOBODY).asMap()).doesNotContainKey("not_refreshed");
  }

  @Test
  void aContextThatNobodyWatchesIsRefusedWithWhatThereIs() {
    assertRefused(ExitCode.CONFIGURATION, "no service is loaded: localport start");

    clusters.with(cluster("dev", 0));
    services.add(service("db", "stopped", "prod", null));
    services.add(service("new", "stopped", null, null));
    assertRefused(ExitCode.CONFIGURATION, "known: dev, prod");

    services.add(service("web", "stopped", "staging", null));
    assertRefused(ExitCode.SERVICE, "start one: localport start web");
  }

  @Test
  void aContextThatWasMistypedIsRefusedWithTheNearest() {
    clusters.with(cluster("stagings", 0));

    assertRefused(ExitCode.CONFIGURATION, "did you mean stagings?");
  }

  @Test
  void aNamespaceThatCannotExistIsRefused() {
    clusters.with(cluster("dev", 0));

    for (Method method :
        List.<Method>of(methods::status, methods::events, methods::pods, methods::refresh)) {
      assertThatThrownBy(() -> method.call(params("namespace", "A_B"), NOBODY))
          .isInstanceOf(RpcException.class)
          .hasMessage(
              "namespace: \"A_B\" is not a valid Kubernetes namespace; use at most 63 lowercase"
                  + " letters, digits and dashes");
    }
  }

  private void assertRefused(int exitCode, String what) {
    List<Method> all = List.of(methods::status, methods::events, methods::pods, methods::refresh);
    for (Method method : all) {
      assertThatThrownBy(() -> method.call(params("context", "staging"), NOBODY))
          .isInstanceOfSatisfying(
              RpcException.class,
              refusal -> assertThat(refusal.data().number("exit_code")).isEqualTo(exitCode))
          .hasMessage("no active service uses context staging; " + what);
    }
  }

  private void happened() {
    clusters.with(cluster("dev", 1)).with(cluster("prod", 0));
    clusters.events.put(
        "dev",
        List.of(
            event("Warning", "BackOff", "shop", "pod/web-1", 30),
            event("Warning", "NodeNotReady", null, "node/node-0", 300),
            event("Normal", "Pulled", "shop", "pod/web-1", 10)));
    clusters.events.put("prod", List.of(event("Warning", "Unhealthy", "db", "pod/db-0", 60)));
  }

  @Test
  void eventsOfAllClustersStandWarningsFirstAndTheNewestFirst() throws InterruptedException {
    happened();

    assertThat(reasons(params()))
        .containsExactly("dev BackOff", "prod Unhealthy", "dev NodeNotReady", "dev Pulled");
    assertThat(reasons(params("context", "prod"))).containsExactly("prod Unhealthy");
    assertThat(reasons(params("type", "normal"))).containsExactly("dev Pulled");
    assertThat(reasons(params("namespace", "shop"))).containsExactly("dev BackOff", "dev Pulled");
    assertThat(reasons(params("since", NOW.minusSeconds(60).toString())))
        .containsExactly("dev BackOff", "prod Unhealthy", "dev Pulled");
    assertThat(reasons(params("limit", 2))).containsExactly("dev BackOff", "prod Unhealthy");
    assertThat(clusters.asked).isEmpty();
  }

  @Test
  void eventsThatTouchNoServiceAreCountedWhereTheyAreNotWanted() throws InterruptedException {
    happened();
    ClusterEvent alien =
        ClusterEventBuilder.builder(event("Warning", "Evicted", "kube-system", "pod/dns-1", 5))
            .services(List.of())
            .build();
    clusters.events.put(
        "prod", List.of(event("Warning", "Unhealthy", "db", "pod/db-0", 60), alien));

    assertThat(reasons(params("touching", true, "limit", 2)))
        .containsExactly("dev BackOff", "prod Unhealthy");
    assertThat(methods.events(params("touching", true, "limit", 2), NOBODY).number("others"))
        .isEqualTo(1);
    assertThat(reasons(params("context", "prod")))
        .containsExactly("prod Evicted", "prod Unhealthy");
    assertThat(methods.events(params("context", "prod"), NOBODY).number("others")).isZero();
  }

  @Test
  void clustersOfOneNameDoNotDoubleTheirEvents() throws InterruptedException {
    happened();
    clusters.twins.add(cluster("prod", 1));

    assertThat(reasons(params("context", "prod"))).containsExactly("prod Unhealthy");
  }

  @Test
  void eventsOlderThanFifteenSecondsAreAskedForWhereThatIsPossible() throws InterruptedException {
    clusters.with(cluster("dev", 1));
    for (ClusterState state : ClusterState.values()) {
      clusters.with(cluster(state.word(), state, 0, null));
    }

    JsonObject answer = methods.events(params(), NOBODY);
    methods.events(params("next", 1), NOBODY);

    assertThat(clusters.askedForEvents)
        .containsExactlyInAnyOrder("dev 15 s", "checking 15 s", "connected 15 s", "degraded 15 s");
    assertThat(clusters.asked).as("for all the rest").isEmpty();
    assertThat(answer.objects("clusters")).hasSize(1 + ClusterState.values().length);
  }

  @Test
  void whoFollowsEventsSaysHowOldTheyMayBeAndNotLessThanTwoSeconds() throws InterruptedException {
    clusters.with(cluster("dev", 1));

    methods.events(params("max_age_seconds", 5), NOBODY);
    methods.events(params("max_age_seconds", 0), NOBODY);

    assertThat(clusters.askedForEvents).containsExactly("dev 5 s", "dev 2 s");
  }

  @Test
  void podsAreThoseOfActiveServicesEachOnce() throws InterruptedException {
    clusters.with(cluster("dev", 1)).with(cluster("prod", 0));
    services.add(service("web", "connected", "dev", "shop"));
    services.add(service("api", "suspended", "dev", "shop"));
    services.add(service("db", "connected", "prod", "data"));
    services.add(service("off", "stopped", "dev", "off"));
    services.add(service("new", "connecting", "dev", null));
    clusters.pods.add(pod("dev", "shop", "web-2"));
    clusters.pods.add(pod("dev", "shop", "web-1"));
    clusters.pods.add(pod("dev", "off", "off-1"));
    clusters.pods.add(pod("prod", "data", "db-0"));

    assertThat(pods(params()))
        .containsExactly("dev shop/web-1", "dev shop/web-2", "prod data/db-0");
    assertThat(pods(params("namespace", "data"))).containsExactly("prod data/db-0");
    assertThat(pods(params("context", "prod", "refresh", true))).containsExactly("prod data/db-0");
    assertThat(clusters.asked).containsExactly("prod");
  }

  private void troubled() {
    happened();
    services.add(service("web", "connected", "dev", "shop"));
    clusters.pods.add(pod("dev", "shop", "web-1"));
    clusters.pods.add(
        PodInfoBuilder.builder(pod("dev", "shop", "web-0"))
            .ready(true)
            .trouble(null)
            .changes(List.of(new PodChange(NOW.minusSeconds(7_200), "ready", null, null)))
            .build());
  }

  private ClusterReport report(Object... keysAndValues) throws InterruptedException {
    return ClusterReport.from(
        methods.status(params(keysAndValues), NOBODY).objects("clusters").getFirst());
  }

  @Test
  void aStatusHasTheNewestEventsOfServicesAndTheirPods() throws InterruptedException {
    troubled();

    ClusterReport dev = report("context", "dev");

    assertThat(dev.events())
        .as("the newest first, warnings or not")
        .extracting(ClusterEvent::reason)
        .containsExactly("Pulled", "BackOff", "NodeNotReady");
    assertThat(dev.eventsTotal()).isEqualTo(3);
    assertThat(dev.pods()).extracting(ServicePod::name).containsExactly("web-1", "web-0");
    assertThat(dev.counts()).isEqualTo(new ClusterReport.Counts(1, 2, 10));
    assertThat(clusters.asked).isEmpty();
    assertThat(report("context", "dev", "limit", 1))
        .satisfies(few -> assertThat(few.events()).hasSize(1))
        .satisfies(few -> assertThat(few.eventsTotal()).isEqualTo(3));
    assertThat(report("context", "dev", "type", "normal").eventsTotal()).isEqualTo(1);
    assertThat(report("context", "dev", "namespace", "none"))
        .satisfies(none -> assertThat(none.eventsTotal()).isZero())
        .satisfies(none -> assertThat(none.pods()).isEmpty());
    assertThat(report("context", "dev", "since", NOW.minusSeconds(60).toString()).eventsTotal())
        .isEqualTo(2);
  }

  @Test
  void podsHaveTheirEventsAndChangesAndMayBeThoseThatChanged() throws InterruptedException {
    troubled();

    List<PodInfo> all = found(params());

    assertThat(all).extracting(PodInfo::name).containsExactly("web-0", "web-1");
    assertThat(all.getLast().events())
        .extracting(ClusterEvent::reason)
        .containsExactly("Pulled", "BackOff");
    assertThat(all.getLast().lastChange()).isEqualTo(NOW.minusSeconds(30));
    assertThat(pods(params("type", "Warning"))).containsExactly("dev shop/web-1");
    assertThat(found(params("type", "Warning")).getFirst().events()).hasSize(1);
    assertThat(pods(params("limit", 1))).containsExactly("dev shop/web-1");
    String recently = NOW.minusSeconds(3_000).toString();
    assertThat(pods(params("since", recently))).containsExactly("dev shop/web-1");
    assertThat(found(params("since", recently)).getFirst().changes())
        .extracting(PodChange::what)
        .containsExactly("ended");
  }

  private List<PodInfo> found(JsonObject params) throws InterruptedException {
    return methods.pods(params, NOBODY).objects("pods").stream().map(PodInfo::from).toList();
  }

  @Test
  void veryManyPodsComeInPagesThatFitALine() throws InterruptedException {
    clusters.with(cluster("dev", 1));
    services.add(service("web", "connected", "dev", "shop"));
    List<String> names = IntStream.range(0, 3_000).mapToObj("web-%04d"::formatted).toList();
    names.forEach(name -> clusters.pods.add(pod("dev", "shop", name)));
    assertThat(pods(params("context", "dev"))).isNotEmpty();
    assertThat(clusters.readEvents).as("once, however many pods there are").containsExactly("dev");

    List<JsonObject> pods = pages(methods::pods, "pods", params());

    assertThat(pods).extracting(pod -> pod.text("name")).containsExactlyElementsOf(names);
  }

  @Test
  void aPageBehindTheLastIsEmpty() throws InterruptedException {
    clusters.with(cluster("dev", 1));

    @Nullable Object next = methods.status(params("next", 7), NOBODY).asMap().get("next");

    assertThat(contexts(params("next", 7))).isEmpty();
    assertThat(next).isNull();
  }
}
