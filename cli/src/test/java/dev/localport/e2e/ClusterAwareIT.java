package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.rpc.JsonObject;
import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A day of a cluster, shortened, with two daemons beside each other: the services of one heed the
 * cluster's monitor, those of the other do not ({@code cluster_aware: false}). How often each tried
 * is printed for whoever reads the build.
 *
 * <p>A restart is an attempt to open a session for a service that has none, see {@link AttemptLog};
 * one that a health check brought about is among them.
 */
@BesideOthers
class ClusterAwareIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  /** A session that lived for 10 s begins to count anew when it is lost, as after hours. */
  private static final Duration GOOD_LIFE = Duration.ofSeconds(11);

  private static final List<String> TARGETS =
      List.of(
          "resource_name: web|http",
          "resource_name: web|80",
          "resource_type: deployment, resource_name: web|http",
          "resource_type: deployment, resource_name: web|echo",
          "resource_type: selector, selector: app=web|http",
          "resource_name: db|5432",
          "resource_type: statefulset, resource_name: db|greeting",
          "resource_name: moods|echo",
          "resource_type: deployment, resource_name: moods|greeting",
          "resource_type: daemonset, resource_name: agent|http");

  @TempDir Path temporary;

  /** Both daemons, and the cluster that they share. */
  private record Day(SimulatedCluster cluster, LocalportProgram aware, LocalportProgram unaware) {
    /** How often the services of both have tried. */
    private record Restarts(AttemptLog.Counts aware, AttemptLog.Counts unaware) {
      static final Restarts NONE =
          new Restarts(new AttemptLog.Counts(0, 0), new AttemptLog.Counts(0, 0));

      Restarts since(Restarts before) {
        return new Restarts(aware.since(before.aware), unaware.since(before.unaware));
      }

      Restarts and(Restarts more) {
        return new Restarts(aware.and(more.aware), unaware.and(more.unaware));
      }

      void print(String what) {
        System.out.printf(
            "%s: restarts %s with cluster_aware, %s without (%.2f times)%n",
            what, aware, unaware, (double) aware.attempts() / unaware.attempts());
      }
    }

    private Restarts now() throws IOException {
      return new Restarts(AttemptLog.read(aware), AttemptLog.read(unaware));
    }

    private Restarts part(String what, Duration lasts, String begin, String end)
        throws IOException, InterruptedException {
      Restarts before = now();
      cluster.control(begin);
      Await.pass(lasts);
      cluster.control(end);
      awaitConnected(aware);
      awaitConnected(unaware);
      Restarts counted = now().since(before);
      counted.print("%s, %d s".formatted(what, lasts.toSeconds()));
      return counted;
    }

    private Restarts podRestart(String service) throws IOException, InterruptedException {
      JsonObject status =
          aware.json("status", service, "-o", "json").objects("services").getFirst();
      String pod = status.texts("pods").getFirst();
      String delete = "delete-pod?namespace=demo&name=" + pod;
      return part("pod %s deleted".formatted(pod), Duration.ofSeconds(2), delete, "clear");
    }

    private Restarts outages(Duration each) throws IOException, InterruptedException {
      Restarts all = Restarts.NONE;
      all = all.and(part("API server away", each, "away", "back"));
      Await.pass(GOOD_LIFE);
      all = all.and(part("silence", each, "black-hole?on=true", "black-hole?on=false"));
      Await.pass(GOOD_LIFE);
      return all.and(part("API server away again", each, "away", "back"));
    }

    private Restarts nodeLoss() throws IOException, InterruptedException {
      String node = "node-lost?name=node-1&on=";
      return part("node lost", Duration.ofSeconds(15), node + "true", node + "false");
    }
  }

  @Test
  @Tag("ci")
  void servicesThatHeedTheirClusterRestartLessInShortOutages()
      throws IOException, InterruptedException {
    day(Duration.ofSeconds(30));
  }

  @Test
  @Tag("long")
  void servicesThatHeedTheirClusterRestartHalfAsOftenInADay()
      throws IOException, InterruptedException {
    Day.Restarts all = day(Duration.ofMinutes(4));

    assertThat(2 * all.aware().attempts()).isLessThanOrEqualTo(all.unaware().attempts());
  }

  private Day.Restarts day(Duration outage) throws IOException, InterruptedException {
    try (SimulatedCluster cluster = SimulatedCluster.start(temporary);
        LocalportProgram aware = started(cluster, true);
        LocalportProgram unaware = started(cluster, false)) {
      Day day = new Day(cluster, aware, unaware);
      Day.Restarts pods = day.podRestart("s0").and(day.podRestart("s5"));
      Day.Restarts outages = day.outages(outage);
      Day.Restarts rest = pods.and(day.nodeLoss()).and(day.podRestart("s7"));

      outages.print("ten services, the outages");
      Day.Restarts all = outages.and(rest);
      all.print("ten services, the whole day");
      assertThat(outages.aware().attempts()).isLessThan(outages.unaware().attempts());
      return all;
    }
  }

  private LocalportProgram started(SimulatedCluster cluster, boolean aware)
      throws IOException, InterruptedException {
    Path folder = Files.createDirectory(temporary.resolve(aware ? "a" : "u"));
    LocalportProgram localport =
        new LocalportProgram(folder, cluster.kubeconfig()).with("LOCALPORT_LOG_LEVEL", "debug");
    StringBuilder yaml = new StringBuilder("version: \"1.0\"\nservices:\n");
    for (int i = 0; i < TARGETS.size(); i++) {
      String[] target = TARGETS.get(i).split("\\|", -1);
      yaml.append(
          """
            - name: s%d
              local_port: auto
              remote_port: %s
              connection: {%s, namespace: demo}
              health_check: {type: tcp, interval: 5, timeout: 2, restart: true, cluster_aware: %s}
          """
              .formatted(i, target[1], target[0], aware));
    }
    localport.config(yaml.toString());
    Result start = localport.run("start", "--timeout", "55");
    assertThat(start.exit()).as(start.toString()).isZero();
    return localport;
  }

  private static void awaitConnected(LocalportProgram localport) throws InterruptedException {
    Await.until(
        LIMIT,
        "ten connected services",
        () -> localport.json("status", "-o", "json").objects("services"),
        services ->
            services.size() == TARGETS.size()
                && services.stream()
                    .allMatch(service -> service.text("state").equals("connected")));
  }
}
