package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.rpc.JsonObject;
import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same faults through each of the three port-forward protocols, side by side in one daemon: a
 * service must not get worse because a proxy allows only a lesser protocol.
 */
@Tag("ci")
class ProtocolFaultsIT {
  private static final double MOST_FAILED = 0.05;

  /** Ten times what is promised; what was measured is printed. */
  private static final Duration BACK_WITHIN = Duration.ofSeconds(20);

  private static final Map<String, String> PROTOCOLS =
      Map.of("spdy", "spdy", "tunnel", "websocket-spdy", "channel", "websocket-v4");

  @TempDir Path temporary;

  /** A fault of all clusters, and what `explain` has to say of it. */
  private record Fault(String name, List<String> begin, List<String> end, String cause) {}

  @Test
  void aKubeletFault() throws IOException, InterruptedException {
    run(
        new Fault(
            "kubelet stopped",
            List.of("kubelet-stopped?name=node-1&on=true"),
            List.of("kubelet-stopped?name=node-1&on=false"),
            "error dialing backend"),
        Duration.ofSeconds(9));
  }

  @Test
  void aGatewayThatCannotReachTheApiServer() throws IOException, InterruptedException {
    run(
        new Fault(
            "gateway's 502", List.of("page?code=502", "reset"), List.of("page?code=0"), "502"),
        Duration.ofSeconds(6));
  }

  @Test
  void theLossOfANode() throws IOException, InterruptedException {
    run(
        new Fault(
            "node lost",
            List.of("node-lost?name=node-1&on=true"),
            List.of("node-lost?name=node-1&on=false"),
            ""),
        Duration.ofSeconds(6));
  }

  @Test
  void theDeletionOfEachPod() throws IOException, InterruptedException {
    run(new Fault("pod deleted", List.of("delete"), List.of(), ""), Duration.ofSeconds(3));
  }

  private void run(Fault fault, Duration time) throws IOException, InterruptedException {
    Map<String, SimulatedCluster> clusters = new LinkedHashMap<>();
    try {
      Map<String, CompletableFuture<SimulatedCluster>> starting = new LinkedHashMap<>();
      for (String protocol : PROTOCOLS.keySet()) {
        starting.put(protocol, StallSide.inParallel(() -> cluster(protocol)));
      }
      for (Map.Entry<String, CompletableFuture<SimulatedCluster>> each : starting.entrySet()) {
        clusters.put(each.getKey(), Await.get(each.getValue()));
      }
      try (LocalportProgram localport = program(clusters)) {
        Result start = localport.run("start", "--timeout", "60");
        assertThat(start.exit()).as(start.toString()).isZero();
        run(localport, clusters, fault, time);
      }
    } finally {
      clusters.values().forEach(SimulatedCluster::close);
    }
  }

  private SimulatedCluster cluster(String protocol) throws IOException, InterruptedException {
    SimulatedCluster cluster =
        SimulatedCluster.start(Files.createDirectory(temporary.resolve(protocol)));
    cluster.control("protocols?speak=" + protocol);
    return cluster;
  }

  private LocalportProgram program(Map<String, SimulatedCluster> clusters) throws IOException {
    StringBuilder services = new StringBuilder("version: \"1.0\"\nservices:\n");
    StringBuilder kubeconfigs = new StringBuilder();
    for (Map.Entry<String, SimulatedCluster> each : clusters.entrySet()) {
      String name = each.getKey();
      String text = Files.readString(each.getValue().kubeconfig()).replaceAll("\\bdemo\\b", name);
      Path copy =
          Files.writeString(
              temporary.resolve(name + ".kubeconfig"),
              text.replace("namespace: " + name, "namespace: demo"));
      kubeconfigs.append(kubeconfigs.isEmpty() ? "" : ":").append(copy);
      services.append(
          """
            - name: %s
              connection: {context: %s, namespace: demo, resource_type: deployment, resource_name: web}
              ports: ["auto:http"]
          """
              .formatted(name, name));
    }
    LocalportProgram localport = new LocalportProgram(temporary, Path.of(kubeconfigs.toString()));
    localport.config(services.toString());
    return localport;
  }

  private static void run(
      LocalportProgram localport,
      Map<String, SimulatedCluster> clusters,
      Fault fault,
      Duration time)
      throws IOException, InterruptedException {
    Map<String, SteadyRequests> requests = new LinkedHashMap<>();
    Map<String, Duration> back = new LinkedHashMap<>();
    try {
      for (JsonObject each : localport.json("status", "-o", "json").objects("services")) {
        JsonObject port = each.objects("ports").getFirst().objects("local").getFirst();
        requests.put(each.text("name"), new SteadyRequests((int) port.number("port")));
      }
      Await.until(
          "answers", () -> requests.values().stream().allMatch(each -> each.answers() >= 10));
      begin(localport, clusters, fault);
      Await.pass(time.minusSeconds(2));
      for (String name : clusters.keySet()) {
        Result explained = localport.run("explain", name);
        assertThat(explained.stdout()).as(name).contains(fault.cause());
      }
      Await.pass(Duration.ofSeconds(2));
      switchAll(clusters, fault.end());
      long end = System.nanoTime();
      for (String name : clusters.keySet()) {
        back.put(name, Objects.requireNonNull(requests.get(name)).answeredAfter(end));
      }
      Await.pass(Duration.ofSeconds(3));
    } finally {
      requests.values().forEach(SteadyRequests::close);
    }
    report(fault, requests, back);
    for (String name : clusters.keySet()) {
      SteadyRequests of = Objects.requireNonNull(requests.get(name));
      assertThat(of.failedShare())
          .as("%s: %s", name, of.failures())
          .isLessThanOrEqualTo(MOST_FAILED);
      assertThat(back.get(name)).as(name).isLessThan(BACK_WITHIN);
      assertThat(status(localport, name).text("protocol")).isEqualTo(PROTOCOLS.get(name));
    }
  }

  private static void begin(
      LocalportProgram localport, Map<String, SimulatedCluster> clusters, Fault fault)
      throws IOException, InterruptedException {
    if (!fault.begin().equals(List.of("delete"))) {
      switchAll(clusters, fault.begin());
      return;
    }
    for (Map.Entry<String, SimulatedCluster> each : clusters.entrySet()) {
      for (String pod : status(localport, each.getKey()).texts("pods")) {
        each.getValue().control("delete-pod?namespace=demo&name=" + pod);
      }
    }
  }

  private static void switchAll(Map<String, SimulatedCluster> clusters, List<String> faults)
      throws IOException, InterruptedException {
    for (SimulatedCluster cluster : clusters.values()) {
      for (String fault : faults) {
        cluster.control(fault);
      }
    }
  }

  private static JsonObject status(LocalportProgram localport, String name)
      throws IOException, InterruptedException {
    return localport.json("status", name, "-o", "json").objects("services").getFirst();
  }

  private static void report(
      Fault fault, Map<String, SteadyRequests> requests, Map<String, Duration> back) {
    requests.forEach((name, of) ->
        System.out.printf(
            "%s over %s: %d answers, %d failures, back after %d ms %s%n",
            fault.name(),
            name,
            of.answers(),
            of.failures().size(),
            Objects.requireNonNull(back.get(name)).toMillis(),
            of.failures().stream().limit(3).toList()));
  }
}
