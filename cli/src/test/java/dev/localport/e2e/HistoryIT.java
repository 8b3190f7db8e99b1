package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.rpc.JsonObject;
import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code history} says after thirty services lost their cluster, and after their daemon was
 * killed. With {@code -Dlocalport.outage=60} both take a minute.
 */
@OnRealCluster
@Tag("ci")
@BesideOthers
class HistoryIT {
  private static final int SERVICES = 30;
  private static final long OUTAGE_MILLIS =
      Duration.ofSeconds(Integer.getInteger("localport.outage", 12)).toMillis();

  @TempDir Path temporary;

  private static String thirtyServices() {
    StringBuilder yaml =
        new StringBuilder(
            "version: \"1.0\"\ncluster_health: {keepalive_interval: 5s}\nservices:\n");
    for (int i = 1; i <= SERVICES; i++) {
      yaml.append(
          """
            - name: web-%02d
              connection: {resource_name: web, namespace: lp-demo}
              local_port: auto
              remote_port: 8000
              lazy: false
          """
              .formatted(i));
    }
    return yaml.toString();
  }

  private static List<JsonObject> history(LocalportProgram localport)
      throws IOException, InterruptedException {
    return localport.json("history", "-o", "json").objects("services");
  }

  private static JsonObject last(JsonObject service) {
    return service.objects("outages").getLast();
  }

  private static boolean isOpen(JsonObject service) {
    return !service.objects("outages").isEmpty() && last(service).findTime("end") == null;
  }

  private static boolean haveEnded(List<JsonObject> services) {
    return services.size() == SERVICES && services.stream().noneMatch(HistoryIT::isOpen);
  }

  private static void awaitConnected(LocalportProgram localport) {
    Await.until(
        "all connected",
        () -> localport.json("status", "-o", "json").objects("services"),
        services ->
            services.size() == SERVICES
                && services.stream().allMatch(each -> each.text("state").equals("connected")));
  }

  private static void assertEach(
      List<JsonObject> services, int outages, String cause, String endedBy) {
    assertThat(services)
        .hasSize(SERVICES)
        .allSatisfy(service -> {
          assertThat(service.objects("outages")).hasSize(outages);
          JsonObject outage = last(service);
          assertThat(outage.findTime("start")).isNotNull();
          assertThat(outage.number("duration_ms")).isGreaterThanOrEqualTo(OUTAGE_MILLIS);
          assertThat(outage.text("cause")).startsWith(cause);
          assertThat(outage.text("ended_by")).isEqualTo(endedBy);
        });
    System.out.printf(
        "outage of %d services for %d ms (%s, ended by: %s)%n",
        services.size(),
        last(services.getFirst()).number("duration_ms"),
        last(services.getFirst()).text("cause"),
        endedBy);
  }

  @Test
  @NeedsFaults
  void anOutageOfTheClusterAndADeathOfTheDaemonAreNamedForEachOfThirtyServices(TestCluster cluster)
      throws IOException, InterruptedException {
    try (FaultProxy proxy = cluster.faults().proxy();
        LocalportProgram localport = new LocalportProgram(temporary, proxy.kubeconfig())) {
      localport.config(thirtyServices());
      assertThat(localport.run("start", "--timeout", "60").exit()).isZero();
      awaitConnected(localport);

      proxy.send("refuse", "on");
      proxy.send("drop");
      Await.until(
          "an outage of all that lasts",
          () -> history(localport),
          services ->
              services.stream()
                  .allMatch(
                      each -> isOpen(each) && last(each).number("duration_ms") > OUTAGE_MILLIS));
      proxy.send("refuse", "off");
      awaitConnected(localport);

      Await.until("its end", () -> history(localport), HistoryIT::haveEnded);
      assertEach(history(localport), 1, "cluster ", "the cluster came back");
      assertThat(localport.run("history").stdout())
          .as("one line, not thirty")
          .containsOnlyOnce("→ the cluster came back")
          .contains("30 services: web-01");
      assertThat(localport.json("events", "-o", "json", "--since", "1h").objects("events"))
          .filteredOn(event -> event.text("type").equals("disconnected"))
          .hasSizeGreaterThanOrEqualTo(SERVICES);

      kill(localport);
      awaitConnected(localport);

      Await.until("its end", () -> history(localport), HistoryIT::haveEnded);
      assertEach(history(localport), 2, "the daemon crashed", "the daemon was restarted");
    }
  }

  /* The next daemon comes after as long as the cluster was lost; the first command starts it. */
  private static void kill(LocalportProgram localport) throws IOException {
    ProcessHandle daemon = localport.findDaemon().orElseThrow();
    assertThat(daemon.destroyForcibly()).isTrue();
    Await.pass(Duration.ofMillis(OUTAGE_MILLIS));
  }
}
