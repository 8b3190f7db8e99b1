package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.rpc.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code localport doctor} as users run it, with a daemon and without. */
@Tag("ci")
@BesideOthers
class DoctorIT {
  @TempDir Path temporary;

  private SimulatedCluster cluster;
  private LocalportProgram localport;

  @BeforeEach
  void open() throws IOException, InterruptedException {
    cluster = SimulatedCluster.start(temporary);
    localport = new LocalportProgram(temporary, cluster.kubeconfig());
    localport.config(
        """
        version: "1.0"
        services:
          - {name: web, local_port: auto, remote_port: 80, connection: {resource_name: web, namespace: demo, context: demo}}
          - {name: lost, local_port: auto, remote_port: 80, connection: {resource_name: web, namespace: demo, context: nope}}
        """);
  }

  @AfterEach
  void close() throws IOException {
    localport.close();
    cluster.close();
  }

  private static List<String> broken(JsonObject report) {
    return report.objects("checks").stream()
        .filter(check -> check.text("status").equals("broken"))
        .map(check -> check.text("id") + " " + check.text("subject"))
        .toList();
  }

  private static List<String> ids(JsonObject report) {
    return report.objects("checks").stream().map(check -> check.text("id")).distinct().toList();
  }

  @Test
  void checksClustersWithoutADaemonAndStartsNone() throws IOException, InterruptedException {
    JsonObject report = localport.json(Set.of(1), "doctor", "-o", "json");

    assertThat(broken(report)).containsExactly("cluster.kubeconfig nope");
    assertThat(report.number("broken")).isEqualTo(1);
    assertThat(ids(report)).contains("daemon.running", "cluster.reachable", "cluster.permission");
    assertThat(localport.findDaemon()).isEmpty();
    assertThat(Files.exists(localport.home().resolve("daemon.lock"))).isFalse();
  }

  @Test
  void asksTheDaemonThatRuns() throws IOException, InterruptedException {
    assertThat(localport.run("start", "web").exit()).isZero();

    JsonObject report = localport.json(Set.of(1), "doctor", "-o", "json");
    Result printed = localport.run("doctor", "--context", "demo");

    assertThat(broken(report)).containsExactly("cluster.kubeconfig nope");
    assertThat(ids(report)).contains("cluster.protocol", "daemon.descriptors");
    assertThat(printed.exit()).isZero();
    assertThat(printed.stdout())
        .contains("\ncluster demo\n  ✓ the kubeconfig has context demo\n")
        .contains("  ✓ sessions use ")
        .contains("\n  ✓ permissions in demo: ")
        .contains("\n0 broken, ")
        .doesNotContain("nope");
  }

  @Test
  void oneClusterStandsTogetherWhereThereAreSeveral() throws IOException, InterruptedException {
    String printed = localport.with("LC_ALL", "C").run("doctor").stdout();

    assertThat(printed.lines().filter(line -> line.startsWith("cluster ")))
        .containsExactlyInAnyOrder("cluster demo", "cluster nope");
    assertThat(printed)
        .contains("  x the kubeconfig ")
        .contains("    -> use a context that exists: kubectl config get-contexts\n");
    assertThat(printed.chars()).allMatch(c -> c < 128);
  }
}
