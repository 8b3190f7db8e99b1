package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.e2e.traffic.EchoLines;
import dev.localport.testing.Await;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A stall is not a death: what hangs and goes on breaks no connection and loses nothing; what is
 * dead while the rest works is reset soon. Over SPDY and over {@code v4.channel.k8s.io} at once,
 * with clients of real protocols, and kubectl beside them. Figures are printed for the reader of
 * the build's output.
 */
@OnRealCluster
@NeedsFaults
@FaultsCluster
class StallIT {
  private static final Duration BEFORE_THE_END = Duration.ofSeconds(2);
  private static final Duration SURELY_LATE = Duration.ofSeconds(12);
  private static final Duration A_FEW_LINES = Duration.ofSeconds(3);
  private static final StallTable TABLE = new StallTable();

  @TempDir static Path shared;
  private static HostServers servers;
  private static WebSocketAccount account;

  @TempDir Path temporary;
  private final List<StallSide> sides = new ArrayList<>();
  private final List<Closeable> others = new ArrayList<>();
  private @Nullable EchoLines kubectl;

  @BeforeAll
  static void startServers(TestCluster cluster) throws IOException, InterruptedException {
    servers = HostServers.start(cluster.faults(), shared);
    account = WebSocketAccount.of(cluster.faults(), shared);
  }

  @AfterAll
  static void report() throws IOException {
    System.out.print(TABLE);
    servers.close();
  }

  @AfterEach
  void close() throws IOException {
    for (Closeable each : sides) {
      each.close();
    }
    for (Closeable each : others) {
      each.close();
    }
  }

  @Test
  @Tag("ci")
  void anApiServerThatPausesForTenSecondsBreaksNoConnection(TestCluster cluster)
      throws IOException, InterruptedException {
    pauses(cluster, Duration.ofSeconds(10));
  }

  @Test
  @Tag("long")
  void anApiServerThatPausesForThirtySecondsBreaksNoConnection(TestCluster cluster)
      throws IOException, InterruptedException {
    pauses(cluster, Duration.ofSeconds(30));
  }

  @Test
  @Tag("long")
  void aLineThatIsFrozenForEightSecondsBreaksNoConnection(TestCluster cluster)
      throws IOException, InterruptedException {
    freezes(cluster, Duration.ofSeconds(8));
  }

  @Test
  @Tag("ci")
  void aLineThatIsFrozenForFifteenSecondsBreaksNoConnection(TestCluster cluster)
      throws IOException, InterruptedException {
    freezes(cluster, Duration.ofSeconds(15));
  }

  @Test
  @Tag("long")
  void aLineThatIsFrozenForThirtySecondsBreaksNoConnection(TestCluster cluster)
      throws IOException, InterruptedException {
    freezes(cluster, Duration.ofSeconds(30));
  }

  @Test
  @Tag("long")
  void lostPacketsForFiftySecondsBreakNoConnection(TestCluster cluster)
      throws IOException, InterruptedException {
    FaultProxy proxy = proxy(cluster);
    breaksNothing(
        "all packets lost",
        () -> outage(proxy, "netdrop on", "netdrop off"),
        Duration.ofSeconds(50));
  }

  private void pauses(TestCluster cluster, Duration time) throws IOException, InterruptedException {
    start(cluster.kubeconfig());
    breaksNothing("API server paused", () -> cluster.faults().pause("apiserver"), time);
  }

  private void freezes(TestCluster cluster, Duration time)
      throws IOException, InterruptedException {
    FaultProxy proxy = proxy(cluster);
    breaksNothing("line frozen", () -> outage(proxy, "freeze", "pass"), time);
  }

  private FaultProxy proxy(TestCluster cluster) throws IOException, InterruptedException {
    FaultProxy proxy = cluster.faults().proxy();
    others.add(proxy);
    start(proxy.kubeconfig());
    return proxy;
  }

  private void start(Path kubeconfig) throws IOException, InterruptedException {
    Path webSockets = account.kubeconfig(kubeconfig, temporary);
    CompletableFuture<StallSide> spdy = open(kubeconfig, "spdy");
    CompletableFuture<StallSide> channel = open(webSockets, "websocket-v4");
    sides.add(Await.get(spdy));
    sides.add(Await.get(channel));
    RunningProgram forward =
        RunningProgram.start(
            new ProcessBuilder(
                "kubectl",
                "--kubeconfig=" + kubeconfig,
                "--namespace=lp-demo",
                "port-forward",
                "service/echo",
                ":7000"));
    others.add(forward::close);
    String line = forward.awaitLine("Forwarding from 127.0.0.1:");
    EchoLines lines =
        EchoLines.connect(Integer.parseInt(line.replaceFirst(".*127\\.0\\.0\\.1:(\\d+).*", "$1")));
    kubectl = lines;
    others.add(lines);
    lines.awaitAnswers();
  }

  private String kubectlsFate(long begunAt) {
    return Objects.requireNonNull(kubectl).fate(begunAt, A_FEW_LINES);
  }

  private CompletableFuture<StallSide> open(Path kubeconfig, String protocol) {
    Path folder = temporary.resolve(protocol);
    return StallSide.inParallel(() -> StallSide.open(servers, folder, kubeconfig, protocol));
  }

  private static Closeable outage(FaultProxy proxy, String begin, String end)
      throws IOException, InterruptedException {
    proxy.send(begin.split(" "));
    return () -> {
      try {
        proxy.send(end.split(" "));
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    };
  }

  /** Begins an outage, which ends when it is closed. */
  private interface Begin {
    Closeable outage() throws IOException, InterruptedException;
  }

  private void breaksNothing(String name, Begin begin, Duration time)
      throws IOException, InterruptedException {
    Instant begun = Instant.now();
    long begunAt = System.nanoTime();
    Map<StallSide, CompletableFuture<Long>> held = new HashMap<>();
    try (Closeable _ = begin.outage()) {
      Await.pass(time.minus(BEFORE_THE_END));
      for (StallSide side : sides) {
        held.put(side, side.connectLater());
      }
      if (time.compareTo(SURELY_LATE) > 0) {
        for (StallSide side : sides) {
          assertThat(side.service("echo").text("state")).isIn("reconnecting", "suspended");
        }
      }
      Await.pass(time.minusNanos(System.nanoTime() - begunAt));
    }
    long over = System.nanoTime();

    String outage = name + " for " + time.toSeconds() + " s";
    Map<StallSide, CompletableFuture<Map<String, Duration>>> goOn = new HashMap<>();
    sides.forEach(side -> goOn.put(side, side.goOn(over)));
    for (StallSide side : sides) {
      Map<String, Duration> after = Await.get(Objects.requireNonNull(goOn.get(side)));
      long served = Await.get(Objects.requireNonNull(held.get(side)));
      side.assertWhole();
      TABLE.add(
          outage,
          side.protocol(),
          side.statusAfter(begun),
          "held, " + StallTable.seconds(Duration.ofNanos(served - over)),
          "goes on",
          after);
    }
    TABLE.add(outage, kubectlsFate(begunAt));
  }

  @Test
  @Tag("ci")
  void aConnectionThatWasForgottenIsResetAndNewOnesAreServedBefore(TestCluster cluster)
      throws IOException, InterruptedException {
    CountedLine line = new CountedLine(server(cluster.kubeconfig()).getPort());
    others.add(line);
    start(
        Kubeconfigs.changed(
            cluster.kubeconfig(),
            temporary,
            "server: \\S+",
            "server: https://127.0.0.1:" + line.port()));
    resets("old connections forgotten", line::forget);
  }

  @Test
  @Tag("long")
  void aConnectionWhosePacketsAreLostIsResetAndNewOnesAreServedBefore(TestCluster cluster)
      throws IOException, InterruptedException {
    Programs.need("iptables", "iptables");
    FaultProxy proxy = proxy(cluster);
    resets("packets of old connections lost", () -> others.add(LostFlows.begin(proxy.port())));
  }

  /** Something that cannot be undone for those that it meets. */
  private interface Loss {
    void begin() throws IOException, InterruptedException;
  }

  private void resets(String outage, Loss loss) throws IOException, InterruptedException {
    Instant begun = Instant.now();
    long begunAt = System.nanoTime();
    loss.begin();

    Map<StallSide, CompletableFuture<Duration>> served = new HashMap<>();
    Map<StallSide, CompletableFuture<Map<String, Duration>>> resets = new HashMap<>();
    for (StallSide side : sides) {
      served.put(side, side.servedAfter(begunAt));
      resets.put(side, side.breakDown(begunAt));
    }
    for (StallSide side : sides) {
      Map<String, Duration> broken = Objects.requireNonNull(resets.get(side)).join();
      Duration fresh = Await.get(Objects.requireNonNull(served.get(side)));
      assertThat(broken.values()).allMatch(each -> each.compareTo(fresh) > 0);
      TABLE.add(
          outage,
          side.protocol(),
          side.statusAfter(begun),
          StallTable.seconds(fresh),
          "reset",
          broken);
    }
    TABLE.add(outage, kubectlsFate(begunAt));
  }

  private static URI server(Path kubeconfig) throws IOException {
    Matcher server = Pattern.compile("server: (\\S+)").matcher(Files.readString(kubeconfig));
    assertThat(server.find()).isTrue();
    return URI.create(server.group(1));
  }
}
