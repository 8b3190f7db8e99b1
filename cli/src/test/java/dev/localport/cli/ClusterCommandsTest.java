package dev.localport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ClusterState;
import dev.localport.api.ClusterStatus;
import dev.localport.api.ClusterStatusBuilder;
import dev.localport.api.ExitCode;
import dev.localport.api.Methods;
import dev.localport.api.NodeInfo;
import dev.localport.api.Steering;
import dev.localport.rpc.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code cluster} and {@code explain}, from the words typed to the exit code. */
class ClusterCommandsTest {
  @TempDir private Path root;
  private Terminal terminal;
  private FakeDaemon daemon;

  @BeforeEach
  void open() throws Exception {
    terminal = new Terminal(root);
    daemon = new FakeDaemon(terminal.state());
  }

  @AfterEach
  void close() {
    daemon.close();
  }

  private void holds(String file) {
    new Transcript(terminal, daemon, root.toString()).assertHolds(file);
  }

  @Test
  void aClusterIsShownWithAllThatIsKnown() {
    daemon.answers(
        Methods.CLUSTER_STATUS, ClusterSamples.reports(List.of(ClusterSamples.connected())));

    holds("cluster.txt");
  }

  @Test
  void severalClustersAreShownOneByOneInASign() {
    daemon.answers(Methods.CLUSTER_STATUS, ClusterSamples.reports(ClusterSamples.all()));

    holds("clusters.txt");
  }

  @Test
  void eventsNameTheServicesThatTheyTouch() {
    answersEvents(false);

    holds("cluster-events.txt");
  }

  private void answersEvents(boolean several) {
    JsonObject all = ClusterSamples.events(several, 0);
    daemon.does(
        Methods.CLUSTER_EVENTS,
        (params, _) -> params.flag("touching", false) ? ClusterSamples.touching(all) : all);
  }

  @Test
  void podsSayHowTheyAreAndHowTheyEndedLast() {
    daemon.answers(Methods.CLUSTER_PODS, ClusterSamples.pods(false));

    holds("cluster-pods.txt");
  }

  @Test
  void whatIsOfSeveralClustersNamesThem() throws IOException {
    answersEvents(true);
    daemon.answers(Methods.CLUSTER_PODS, ClusterSamples.pods(true));
    terminal = new Terminal(root).withColumns(110);

    holds("cluster-several.txt");
  }

  @Test
  void aLongContextNameLeavesRoomForTheRest() throws IOException {
    String arn = "arn:aws:eks:eu-central-1:123456789012:cluster/team-orders-production";
    String events = ClusterSamples.events(true, 0).toString();
    String pods = ClusterSamples.pods(true).toString();
    daemon
        .answers(Methods.CLUSTER_EVENTS, JsonObject.parse(events.replace("dev-cluster", arn)))
        .answers(Methods.CLUSTER_PODS, JsonObject.parse(pods.replace("dev-cluster", arn)));
    terminal = new Terminal(root).withColumns(80);

    assertThat(terminal.run("cluster", "events", "--all").stdout().lines())
        .contains(arn)
        .anyMatch(line -> line.startsWith("         ") && line.contains("Warning"));
    assertThat(terminal.run("cluster", "pods").stdout().lines())
        .contains(arn)
        .anyMatch(line -> line.startsWith("         ") && line.contains("● Running"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"status", "events", "pods"})
  void aNamespaceThatCannotExistIsRefused(String command) {
    Terminal.Result result = terminal.run("cluster", command, "-n", "A_B");

    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.stderr())
        .startsWith(
            "--namespace: \"A_B\" is not a valid Kubernetes namespace; use at most 63 lowercase"
                + " letters, digits and dashes\n");
  }

  @Test
  void withoutServicesThereIsNothingToSee() {
    daemon
        .answers(Methods.CLUSTER_STATUS, ClusterSamples.answer(List.of()))
        .answers(Methods.CLUSTER_EVENTS, JsonObject.empty())
        .answers(Methods.CLUSTER_PODS, ClusterSamples.answer(List.of(ClusterSamples.connected())));

    holds("cluster-empty.txt");
  }

  @Test
  void anExplanationIsAListByNumber() {
    daemon.answers(Methods.EXPLAIN, ClusterSamples.explanation());

    holds("explain.txt");
  }

  @Test
  void pagesAreAskedForUntilThereAreNoMore() {
    daemon.does(
        Methods.CLUSTER_EVENTS,
        (params, _) -> ClusterSamples.events(false, params.has("next") ? 0 : 3));

    Terminal.Result result = terminal.run("cluster", "events", "--refresh", "-o", "json");

    assertThat(daemon.asked())
        .containsExactly("cluster.events {\"refresh\":true}", "cluster.events {\"next\":3}");
    JsonObject whole = JsonObject.parse(result.stdout());
    assertThat(whole.objects("events")).hasSize(6);
    assertThat(whole.objects("clusters")).hasSize(3);
    assertThat(whole.asMap()).doesNotContainKey("next");
  }

  @Test
  void aDaemonWhosePagesDoNotGoOnIsNotAskedForEver() {
    daemon.answers(Methods.CLUSTER_EVENTS, ClusterSamples.events(false, 3));

    assertThat(terminal.run("cluster", "events").exit()).isZero();

    assertThat(daemon.asked()).hasSize(2);
  }

  @Test
  void aClusterThatCameInPiecesIsOne() {
    ClusterStatus cluster = ClusterSamples.connected();
    List<NodeInfo> nodes = cluster.nodeList();
    daemon.answers(
        Methods.CLUSTER_STATUS,
        ClusterSamples.answer(
            List.of(
                cluster.with(nodes.subList(0, 1)),
                cluster.with(nodes.subList(1, 2)),
                ClusterSamples.offline())));

    assertThat(terminal.run("cluster", "status").stdout().lines())
        .filteredOn(line -> line.startsWith("dev-cluster "))
        .hasSize(1);
  }

  @Test
  void statusOfChosenServicesHasTheirClustersAlone() {
    daemon.answers(Methods.STATUS, Samples.status().toJson());

    assertThat(terminal.run("status", "orders-db").stdout())
        .contains("dev-cluster")
        .doesNotContain("staging");
    assertThat(terminal.run("status", "admin").stdout())
        .doesNotContain("dev-cluster", "staging")
        .contains("admin", "1 stopped");
  }

  @Test
  void rawEscapesAndLineEndsOfAClusterReachNoTerminal() {
    String hostile = "\u001b[2J\u009b1m\n\u202egnp";
    ClusterStatus cluster =
        ClusterStatusBuilder.builder(ClusterSamples.connected())
            .version("v1" + hostile)
            .unready(List.of("etcd" + hostile))
            .build();
    JsonObject pod = ClusterSamples.pods(false).objects("pods").getFirst();
    JsonObject named =
        JsonObject.builder().putAll(pod).put("name", "w" + hostile).put("node", hostile).build();
    daemon
        .answers(Methods.CLUSTER_STATUS, ClusterSamples.answer(List.of(cluster)))
        .answers(
            Methods.CLUSTER_PODS,
            JsonObject.builder()
                .putAll(ClusterSamples.answer(List.of(cluster)))
                .put("pods", List.of(named))
                .build());

    for (String what : List.of("status", "pods")) {
      for (String format : List.of("table", "wide", "text", "json")) {
        Terminal.Result result = terminal.run("cluster", what, "-o", format);
        assertThat((result.stdout() + result.stderr()).lines())
            .as("%s -o %s", what, format)
            .hasSizeGreaterThan(1)
            .noneMatch(line -> line.chars().anyMatch(Steering::is));
      }
      assertThat(terminal.run("cluster", what).stdout()).contains(" [2J 1m  gnp");
      assertThat(terminal.run("cluster", what, "-o", "json").stdout())
          .contains("[2J\\u009b1m\\n\\u202egnp");
    }
  }

  private int exitOf(ClusterState state, String... options) {
    ClusterStatus cluster =
        ClusterStatusBuilder.builder(ClusterSamples.connected()).state(state).build();
    daemon.answers(Methods.CLUSTER_STATUS, ClusterSamples.answer(List.of(cluster)));
    List<String> words = new ArrayList<>(List.of("cluster", "status"));
    words.addAll(List.of(options));
    return terminal.run(words.toArray(String[]::new)).exit();
  }

  @Test
  void theExitCodeOfClusterStatusIsThatOfTheWorstCluster() {
    for (ClusterState state : ClusterState.values()) {
      boolean isDown = state == ClusterState.OFFLINE || state == ClusterState.ERROR;
      assertThat(exitOf(state)).as(state.word()).isEqualTo(isDown ? ExitCode.NETWORK : 0);
    }
    assertThat(exitOf(ClusterState.DEGRADED, "--exit-code")).isEqualTo(ExitCode.SERVICE);
    assertThat(exitOf(ClusterState.CONNECTED, "--exit-code")).isZero();
    assertThat(exitOf(ClusterState.OFFLINE, "--exit-code", "-o", "json"))
        .isEqualTo(ExitCode.NETWORK);
  }

  @Test
  void aRefreshThatFailsSaysSoAndExitsWithFour() {
    for (String key : List.of("clusters", "events", "pods")) {
      String method = "cluster." + (key.equals("clusters") ? "status" : key);
      List<JsonObject> known =
          List.of(ClusterSamples.connected().toJson(), ClusterSamples.offline().toJson());
      daemon.answers(
          method,
          JsonObject.builder()
              .put(key, List.of())
              .put("clusters", known)
              .put("not_refreshed", List.of("dev-cluster", "staging"))
              .build());

      Terminal.Result result = terminal.run("cluster", method.substring(8), "--refresh");

      assertThat(result.exit()).as(key).isEqualTo(ExitCode.NETWORK);
      assertThat(result.stderr())
          .contains("dev-cluster: not refreshed: the cluster did not answer every query in time")
          .contains("staging: not refreshed: no answer within 5 s");
    }
  }

  @Test
  void whatIsKnownFromBeforeIsDimAndDated() throws IOException {
    terminal = new Terminal(root).withColours();
    ClusterStatus known = ClusterSamples.connected();
    List<NodeInfo> nodes =
        known.nodeList().stream()
            .map(node -> node.reported(Samples.NOW.minusSeconds(240), true))
            .toList();
    ClusterStatus away =
        ClusterStatusBuilder.builder(known)
            .state(ClusterState.OFFLINE)
            .stale(true)
            .nodeList(nodes)
            .build();
    daemon
        .answers(Methods.CLUSTER_STATUS, ClusterSamples.answer(List.of(away)))
        .answers(Methods.CLUSTER_PODS, ClusterSamples.pods(false));

    assertThat(terminal.run("cluster", "status").stdout())
        .contains("\u001b[2m● ready · known 4m ago\u001b[0m", "\u001b[2m9/12\u001b[0m")
        .doesNotContain("\u001b[32m");
    assertThat(terminal.run("cluster", "pods").stdout())
        .contains("\u001b[2m● Running · known 4m ago\u001b[0m", "\u001b[32m● Running\u001b[0m");
  }

  @Test
  void aClusterWhoseCertificateIsNotVerifiedIsShownAsThat() throws IOException {
    ClusterStatus dev =
        ClusterStatusBuilder.builder(ClusterSamples.connected()).insecure(true).build();
    daemon.answers(Methods.CLUSTER_STATUS, ClusterSamples.answer(List.of(dev)));

    assertThat(terminal.run("cluster", "status").stdout())
        .contains(
            "● connected · TLS not verified ", "TLS: not verified (insecure-skip-tls-verify)");
    assertThat(terminal.run("cluster", "status", "-o", "json").stdout())
        .contains("\"insecure\" : true");
  }

  @Test
  void statesHaveColours() throws IOException {
    terminal = new Terminal(root).withColours();
    daemon.answers(Methods.CLUSTER_STATUS, ClusterSamples.answer(ClusterSamples.all()));

    assertThat(terminal.run("cluster", "status").stdout())
        .contains(
            "\u001b[32m● connected\u001b[0m",
            "\u001b[33m◐ degraded · limited permissions\u001b[0m",
            "\u001b[33m613 ms\u001b[0m",
            "\u001b[38;5;208m○ reconnecting · known 4m ago\u001b[0m",
            "\u001b[31m◌ offline · known 4m ago\u001b[0m",
            "\u001b[90m○ checking\u001b[0m",
            "\u001b[90m○ disabled\u001b[0m");
  }
}
