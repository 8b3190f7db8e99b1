package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.rpc.JsonObject;
import dev.localport.testing.Await;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Faults behind the API server of the real cluster, over SPDY and over {@code v4.channel.k8s.io}
 * side by side: what ends a session over one ends it over the other, and the protocol stays.
 */
@OnRealCluster
@NeedsFaults
@Tag("ci")
@FaultsCluster
class KubeletFaultsIT {
  private static final double MOST_FAILED = 0.05;

  /** Ten times what is promised; what was measured is printed. */
  private static final Duration BACK_WITHIN = Duration.ofSeconds(20);

  @TempDir Path temporary;
  private final Map<String, LocalportProgram> programs = new LinkedHashMap<>();
  private final Map<String, SteadyRequests> requests = new LinkedHashMap<>();

  @AfterEach
  void close() throws IOException {
    requests.values().forEach(SteadyRequests::close);
    for (Closeable each : programs.values()) {
      each.close();
    }
  }

  private void start(TestCluster cluster) throws IOException, InterruptedException {
    WebSocketAccount account = WebSocketAccount.of(cluster.faults(), temporary);
    Map<String, Path> kubeconfigs =
        Map.of(
            "spdy", cluster.kubeconfig(),
            "websocket-v4", account.kubeconfig(cluster.kubeconfig(), temporary));
    Map<String, CompletableFuture<LocalportProgram>> starting = new LinkedHashMap<>();
    kubeconfigs.forEach((protocol, kubeconfig) ->
        starting.put(protocol, StallSide.inParallel(() -> started(protocol, kubeconfig))));
    for (Map.Entry<String, CompletableFuture<LocalportProgram>> each : starting.entrySet()) {
      programs.put(each.getKey(), Await.get(each.getValue()));
    }
    for (Map.Entry<String, LocalportProgram> each : programs.entrySet()) {
      requests.put(each.getKey(), new SteadyRequests(Ports.of(each.getValue(), "web")));
      assertThat(protocol(each.getValue())).isEqualTo(each.getKey());
    }
    Await.until("answers", () -> requests.values().stream().allMatch(each -> each.answers() >= 10));
  }

  private LocalportProgram started(String protocol, Path kubeconfig)
      throws IOException, InterruptedException {
    LocalportProgram localport =
        new LocalportProgram(Files.createDirectory(temporary.resolve(protocol)), kubeconfig);
    localport.config(Yaml.service("web", "8000"));
    Result start = localport.run("start", "--timeout", "55");
    assertThat(start.exit()).as(start.toString()).isZero();
    return localport;
  }

  private static String protocol(LocalportProgram localport)
      throws IOException, InterruptedException {
    JsonObject status = localport.json("status", "web", "-o", "json");
    return status.objects("services").getFirst().text("protocol");
  }

  @Test
  void aKubeletThatIsStoppedForNineSecondsFailsFewRequests(TestCluster cluster)
      throws IOException, InterruptedException {
    Faults faults = cluster.faults();
    int port =
        Integer.parseInt(
            faults
                .kubectl(
                    "get",
                    "nodes",
                    "-o",
                    "jsonpath={.items[0].status.daemonEndpoints.kubeletEndpoint.Port}")
                .strip());
    start(cluster);
    CompletableFuture<Long> answers;
    long begun = System.nanoTime();
    try (Closeable _ = faults.stop("kubelet")) {
      Await.pass(Duration.ofSeconds(6).minusNanos(System.nanoTime() - begun));
      for (LocalportProgram each : programs.values()) {
        assertThat(each.run("explain", "web").stdout()).contains("error dialing backend");
      }
      Await.pass(Duration.ofSeconds(9).minusNanos(System.nanoTime() - begun));
      answers = StallSide.inParallel(() -> answersAt(port));
    }
    report("kubelet stopped", Await.get(answers));
  }

  /** Waits until the port takes connections, and returns that moment in nanoseconds. */
  private static long answersAt(int port) throws InterruptedException {
    Await.until(
        "kubelet",
        () -> {
          new Socket(InetAddress.getLoopbackAddress(), port).close();
          return true;
        });
    return System.nanoTime();
  }

  @Test
  void theDeletionOfAPodFailsFewRequests(TestCluster cluster)
      throws IOException, InterruptedException {
    start(cluster);
    Faults faults = cluster.faults();
    faults.kubectl("-n", "lp-demo", "delete", "pod", "-l", "app=web", "--wait=false");
    faults.kubectl("-n", "lp-demo", "rollout", "status", "deployment/web", "--timeout=60s");
    report("pod deleted", System.nanoTime());
  }

  private void report(String fault, long end) throws IOException, InterruptedException {
    Map<String, Duration> back = new LinkedHashMap<>();
    requests.forEach((name, each) -> back.put(name, each.answeredAfter(end)));
    Await.pass(Duration.ofSeconds(3));
    requests.values().forEach(SteadyRequests::close);
    requests.forEach((name, each) ->
        System.out.printf(
            "%s over %s: %.1f %% of %d requests failed, back %.1f s after the end%n",
            fault,
            name,
            each.failedShare() * 100,
            each.answers() + each.failures().size(),
            back.getOrDefault(name, Duration.ZERO).toMillis() / 1e3));
    for (Map.Entry<String, SteadyRequests> each : requests.entrySet()) {
      assertThat(each.getValue().failedShare())
          .as("%s: %s", each.getKey(), each.getValue().failures())
          .isLessThanOrEqualTo(MOST_FAILED);
      assertThat(back.get(each.getKey())).as(each.getKey()).isLessThan(BACK_WITHIN);
    }
    for (Map.Entry<String, LocalportProgram> each : programs.entrySet()) {
      assertThat(protocol(each.getValue())).isEqualTo(each.getKey());
    }
  }
}
