package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What watching over a cluster costs it, and this machine: figures of ten seconds each for the
 * reader of the build, of half a minute with {@code -Dlocalport.window=30}.
 */
@Tag("ci")
@OnRealCluster
class MonitorCostIT {
  private static final int SERVICES = 30;
  private static final List<String> NAMESPACES = List.of("lp-demo", "lp-other");
  private static final Duration WINDOW =
      Duration.ofSeconds(Integer.getInteger("localport.window", 10));
  private static final Pattern REQUESTS =
      Pattern.compile("(?m)^apiserver_request_total\\{[^}]*} ([0-9.e+]+)$");

  @TempDir Path temporary;

  private record Cost(double requests, double cpuSeconds, double residentMib) {}

  @Test
  @NeedsFaults
  void thirtyServicesHaveOneMonitorAndFewConnections(TestCluster cluster)
      throws IOException, InterruptedException {
    try (FaultProxy proxy = cluster.faults().proxy()) {
      Cost on;
      try (LocalportProgram localport = started(proxy, true)) {
        assertThat(localport.json("cluster", "status", "-o", "json").objects("clusters"))
            .hasSize(1);
        int sessions = sessions(localport);
        Await.until(
            "few connections",
            () -> connections(localport, proxy) - sessions(localport),
            others -> others <= 3 + 2 * NAMESPACES.size()); // watches: pods, events, nodes' events
        System.out.printf(
            "%d services: %d sessions, %d connections together%n",
            SERVICES, sessions, connections(localport, proxy));
        on = cost(cluster, localport);
      }
      try (LocalportProgram localport = started(proxy, false)) {
        Cost off = cost(cluster, localport);
        System.out.printf(
            "monitor on and off, %d s each: %.0f and %.0f requests to the API server by all, CPU"
                + " %.2f and %.2f s, resident %.0f and %.0f MiB (%.2f times)%n",
            WINDOW.toSeconds(),
            on.requests(),
            off.requests(),
            on.cpuSeconds(),
            off.cpuSeconds(),
            on.residentMib(),
            off.residentMib(),
            on.residentMib() / off.residentMib());
      }
    }
  }

  private LocalportProgram started(FaultProxy proxy, boolean monitor)
      throws IOException, InterruptedException {
    LocalportProgram localport =
        new LocalportProgram(Files.createTempDirectory(temporary, "h"), proxy.kubeconfig());
    StringBuilder yaml = new StringBuilder("version: \"1.0\"\n");
    yaml.append("defaults: {cluster_health: {enabled: %s}}\nservices:\n".formatted(monitor));
    for (int i = 0; i < SERVICES; i++) {
      yaml.append("  - {name: web-%d, local_port: auto, remote_port: 8000,\n".formatted(i));
      yaml.append(
          "     connection: {resource_name: web, namespace: %s}}\n"
              .formatted(NAMESPACES.get(i % NAMESPACES.size())));
    }
    localport.config(yaml.toString());
    Result start = localport.run("start", "--timeout", "55");
    assertThat(start.exit()).as(start.toString()).isZero();
    return localport;
  }

  private static int sessions(LocalportProgram localport) throws IOException, InterruptedException {
    return localport.json("status", "-o", "json").objects("services").stream()
        .mapToInt(service -> (int) service.number("sessions"))
        .sum();
  }

  private static long connections(LocalportProgram localport, FaultProxy proxy) throws IOException {
    return ServerConnections.of(localport.findDaemon().orElseThrow(), proxy.port());
  }

  /** What the window costs; the first ten seconds after the start do not count. */
  private static Cost cost(TestCluster cluster, LocalportProgram localport)
      throws IOException, InterruptedException {
    Await.pass(Duration.ofSeconds(10));
    long pid = localport.findDaemon().orElseThrow().pid();
    double requests = requests(cluster);
    double cpu = ProcessFigures.cpuSeconds(pid);
    Await.pass(WINDOW);
    return new Cost(
        requests(cluster) - requests,
        ProcessFigures.cpuSeconds(pid) - cpu,
        ProcessFigures.residentMib(pid));
  }

  private static double requests(TestCluster cluster) throws IOException, InterruptedException {
    Matcher counter = REQUESTS.matcher(cluster.faults().kubectl("get", "--raw", "/metrics"));
    double sum = 0;
    while (counter.find()) {
      sum += Double.parseDouble(counter.group(1));
    }
    return sum;
  }
}
