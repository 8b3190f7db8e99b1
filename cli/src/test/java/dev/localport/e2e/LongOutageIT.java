package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.rpc.JsonObject;
import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fifty services whose cluster is away for long: they wait, spend nothing, and are back when it is.
 * Figures are printed for the reader of the build's output.
 */
@Tag("long")
class LongOutageIT {
  private static final int BEFORE = 40; // started while the cluster is there
  private static final int DURING = 10; // started for the first time while it is away

  /** The monitor alone probes twice a second; each of fifty services would come on top. */
  private static final long MOST_CONNECTIONS_IN_THE_FIRST_MINUTE = 150;

  /** Once in 2 s. */
  private static final long MOST_CONNECTIONS_A_MINUTE = 40;

  /** Of a core, over ten minutes. */
  private static final double MOST_CPU = 0.01;

  /** Of a core, over the first two minutes, in which the monitor looks more often. */
  private static final double MOST_CPU_AT_FIRST = 0.04;

  private static final Duration MINUTE = Duration.ofMinutes(1);

  @TempDir Path temporary;

  @Test
  void fiftyServicesSpendNothingInTenMinutesOfSilenceAndAreBackWhenItIs()
      throws IOException, InterruptedException {
    try (SimulatedCluster cluster = SimulatedCluster.start(temporary);
        CountedLine line = new CountedLine(cluster.port())) {
      waitsAndIsBack("silence", cluster, line, line::silence, 10);
    }
  }

  @Test
  void fiftyServicesSpendNothingInTwoMinutesOfRefusalsAndAreBackWhenItIs()
      throws IOException, InterruptedException {
    try (SimulatedCluster cluster = SimulatedCluster.start(temporary);
        CountedLine line = new CountedLine(cluster.port())) {
      waitsAndIsBack("refusals", cluster, line, line::refuse, 2);
    }
  }

  private void waitsAndIsBack(
      String what, SimulatedCluster cluster, CountedLine line, Runnable outage, int minutes)
      throws IOException, InterruptedException {
    Path kubeconfig =
        Kubeconfigs.changed(
            cluster.kubeconfig(),
            temporary,
            "server: https://127\\.0\\.0\\.1:\\d+",
            "server: https://127.0.0.1:" + line.port());
    try (LocalportProgram localport =
        new LocalportProgram(temporary, kubeconfig).with("LOCALPORT_LOG_LEVEL", "debug")) {
      localport.config(config());
      Result start = localport.run("start", "--timeout", "55");
      assertThat(start.exit()).as(start.toString()).isZero();

      long begun = System.nanoTime();
      AttemptLog.Counts before = AttemptLog.read(localport);
      outage.run();
      awaitAll(localport, BEFORE, LongOutageIT::waits);
      System.out.printf(
          "%s: %d services wait for their cluster after %.1f s, attempts spent until then: %d%n",
          what,
          BEFORE,
          (System.nanoTime() - begun) / 1e9,
          AttemptLog.read(localport).since(before).attempts());
      spendsNothing(what, localport, line, minutes);
      isBack(what, localport, line);
    }
  }

  private static String config() {
    StringBuilder yaml = new StringBuilder("version: \"1.0\"\nservices:\n");
    IntStream.range(0, BEFORE + DURING)
        .forEach(i ->
            yaml.append(
                """
                  - {name: web-%d, local_port: auto, remote_port: http, autostart: %s,
                     connection: {resource_name: web, namespace: demo}}
                """
                    .formatted(i, i < BEFORE)));
    return yaml.toString();
  }

  private static void startTheOthers(LocalportProgram localport)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("start", "--no-wait"));
    IntStream.range(BEFORE, BEFORE + DURING).forEach(i -> command.add("web-" + i));
    Result start = localport.run(command.toArray(String[]::new));
    assertThat(start.exit()).as(start.toString()).isZero();
    awaitAll(localport, BEFORE + DURING, LongOutageIT::waits);
  }

  private static void spendsNothing(
      String what, LocalportProgram localport, CountedLine line, int minutes)
      throws IOException, InterruptedException {
    long pid = localport.findDaemon().orElseThrow().pid();
    AttemptLog.Counts attempts = AttemptLog.read(localport);
    startTheOthers(localport);
    double cpuBefore = ProcessFigures.cpuSeconds(pid);
    List<Long> connections = new ArrayList<>();
    List<Double> resident = new ArrayList<>();
    for (int minute = 0; minute < minutes; minute++) {
      long connected = line.connections();
      Await.pass(MINUTE);
      connections.add(line.connections() - connected);
      resident.add(ProcessFigures.residentMib(pid));
    }
    double cpu = (ProcessFigures.cpuSeconds(pid) - cpuBefore) / (minutes * MINUTE.toSeconds());
    List<JsonObject> all = services(localport);
    long spent = AttemptLog.read(localport).since(attempts).attempts();
    System.out.printf(
        "%s: %d services for %d min: attempts spent %d, connections in each minute %s,"
            + " CPU %.2f %% of a core, resident %.0f MiB after the first minute and %.0f after the"
            + " last%n",
        what,
        all.size(),
        minutes,
        spent,
        connections,
        cpu * 100,
        resident.getFirst(),
        resident.getLast());
    assertThat(all).hasSize(BEFORE + DURING).allMatch(LongOutageIT::waits);
    assertThat(spent).isZero();
    assertThat(connections.getFirst()).isLessThanOrEqualTo(MOST_CONNECTIONS_IN_THE_FIRST_MINUTE);
    assertThat(connections.subList(1, minutes))
        .allMatch(count -> count <= MOST_CONNECTIONS_A_MINUTE);
    assertThat(cpu).isLessThan(minutes < 10 ? MOST_CPU_AT_FIRST : MOST_CPU);
    assertThat(resident.getLast()).isLessThan(1.2 * resident.getFirst());
  }

  private static void isBack(String what, LocalportProgram localport, CountedLine line)
      throws IOException, InterruptedException {
    long connected = line.connections();
    Instant healed = Instant.now();
    line.heal();
    List<JsonObject> all =
        awaitAll(localport, BEFORE + DURING, service -> state(service).equals("connected"));
    System.out.printf(
        "%s: after its return the first was connected after %.2f s, the last of %d after %.2f s,"
            + " over %d connections%n",
        what,
        seconds(healed, all.stream().map(LongOutageIT::since).min(Comparator.naturalOrder())),
        all.size(),
        seconds(healed, all.stream().map(LongOutageIT::since).max(Comparator.naturalOrder())),
        line.connections() - connected);
    assertThat(all).allMatch(service -> since(service).isAfter(healed));
  }

  private static Instant since(JsonObject service) {
    return Instant.parse(service.text("connected_since"));
  }

  private static double seconds(Instant from, Optional<Instant> to) {
    return Duration.between(from, to.orElseThrow()).toMillis() / 1000.0;
  }

  private static boolean waits(JsonObject service) {
    return state(service).equals("suspended")
        && "cluster_offline".equals(service.findText("reason"));
  }

  private static String state(JsonObject service) {
    return service.text("state");
  }

  private static List<JsonObject> services(LocalportProgram localport)
      throws IOException, InterruptedException {
    return localport.json("status", "-o", "json").objects("services").stream()
        .filter(service -> !state(service).equals("stopped"))
        .toList();
  }

  private static List<JsonObject> awaitAll(
      LocalportProgram localport, int count, Predicate<JsonObject> wanted)
      throws InterruptedException {
    return Await.until(
        "%d services that are as wanted".formatted(count),
        () -> services(localport),
        services -> services.size() == count && services.stream().allMatch(wanted));
  }
}
