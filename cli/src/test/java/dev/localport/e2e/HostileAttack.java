package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.e2e.hostile.HostileApi;
import dev.localport.testing.Await;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Services whose API servers are hostile, in one daemon with two services on a cluster that is
 * well, one on each event loop: the daemon lives, stays small, and serves the two.
 *
 * <p>An answer within a second is what is promised, and printed; the test itself waits longer,
 * since a busy machine is no fault of the daemon's.
 *
 * @param temporary a folder of the test's own
 * @param target what the hostile services point to, as the file says it
 * @param names of the hostile servers: of their contexts, their services and their behavior
 * @param behaviors finds how a server behaves by its name
 */
record HostileAttack(
    Path temporary,
    String target,
    List<String> names,
    Function<String, HostileApi.Behavior> behaviors) {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final double MOST_RESIDENT_MIB = 300;
  private static final double MOST_LEFT_MIB = 20;

  HostileAttack {
    names = List.copyOf(names);
  }

  /** Begins it, lets it go on for the given time, and looks what is left of it. */
  void run(Duration time) throws IOException, InterruptedException {
    try (SimulatedCluster cluster = SimulatedCluster.start(temporary);
        HostileApi api = new HostileApi(behaviors);
        LocalportProgram localport = program(cluster, api)) {
      Result start = localport.run("start", "--tag", "healthy", "--timeout", "60");
      assertThat(start.exit()).as(start.toString()).isZero();
      long pid = localport.findDaemon().orElseThrow().pid();
      ask(localport, Duration.ofSeconds(1)); // classes, buffers and spare sessions stay
      DaemonMemory before = DaemonMemory.of(pid);

      double most = underAttack(localport, pid, time);

      Result stop = localport.run("stop", "--tag", "hostile");
      assertThat(stop.exit()).as(stop.toString()).isZero();
      DaemonMemory after =
          Await.until( // an answer that is under way may take half a minute to be given up
              "memory as before the attack: " + before,
              () -> DaemonMemory.of(pid),
              now ->
                  now.heapMib() < before.heapMib() + MOST_LEFT_MIB
                      && now.directMib() < before.directMib() + MOST_LEFT_MIB);
      System.out.printf(
          Locale.ROOT,
          "after a collection, before and after: heap %.1f and %.1f MiB, direct %.1f and %.1f"
              + " MiB%n",
          before.heapMib(),
          after.heapMib(),
          before.directMib(),
          after.directMib());
      assertThat(most).as("resident MiB").isLessThan(MOST_RESIDENT_MIB);
      assertThat(localport.findDaemon().orElseThrow().pid()).isEqualTo(pid);
    }
  }

  private LocalportProgram program(SimulatedCluster cluster, HostileApi api) throws IOException {
    Path hostile = Files.writeString(temporary.resolve("hostile"), api.kubeconfig(names));
    Path both = Path.of(cluster.kubeconfig() + ":" + hostile);
    LocalportProgram localport =
        new LocalportProgram(temporary, both).with("JDK_JAVA_OPTIONS", DaemonMemory.COUNTED);
    StringBuilder services = new StringBuilder("version: \"1.0\"\nservices:\n");
    for (String name : List.of("first", "second")) {
      services.append(
          """
            - name: %s
              tags: [healthy]
              connection: {context: demo, namespace: demo, resource_name: web}
              ports: ["auto:80"]
          """
              .formatted(name));
    }
    for (String name : names) {
      services.append(
          """
            - name: %s
              tags: [hostile]
              connection: {context: %s, %s}
              ports: ["auto:80"]
              reconnect: {max_attempts: 0, initial_delay: 100ms, max_delay: 500ms}
              breaker: {failures: 0}
          """
              .formatted(name, name, target));
    }
    localport.config(services.toString());
    return localport;
  }

  private static void ask(LocalportProgram localport, Duration time)
      throws IOException, InterruptedException {
    try (HealthyService first = new HealthyService(Ports.of(localport, "first"), PATIENCE);
        HealthyService second = new HealthyService(Ports.of(localport, "second"), PATIENCE)) {
      Await.pass(time);
      Await.until("answers", () -> first.answers() > 0 && second.answers() > 0);
    }
  }

  /** Returns the most memory that the daemon held, in MiB. */
  private double underAttack(LocalportProgram localport, long pid, Duration time)
      throws IOException, InterruptedException {
    AtomicBoolean over = new AtomicBoolean();
    try (HealthyService first = new HealthyService(Ports.of(localport, "first"), PATIENCE);
        HealthyService second = new HealthyService(Ports.of(localport, "second"), PATIENCE)) {
      localport.run("start", "--tag", "hostile", "--no-wait");
      for (int port : hostilePorts(localport)) {
        Thread.ofVirtual().start(() -> use(port, over));
      }
      List<Double> resident = new ArrayList<>();
      long end = System.nanoTime() + time.toNanos();
      Await.until(
          time.plus(PATIENCE),
          "end of the attack",
          () -> {
            resident.add(ProcessFigures.residentMib(pid));
            return System.nanoTime() > end;
          },
          isOver -> isOver);
      long statusMillis = statusMillis(localport); // a command is answered, too
      double most = resident.stream().mapToDouble(each -> each).max().orElseThrow();
      System.out.printf(
          Locale.ROOT,
          "%s for %s: resident %.0f MiB at most; worst of %d answers %d ms, of %d answers %d ms;"
              + " status %d ms%n",
          names.size() == 1 ? names.getFirst() : names.size() + " hostile servers",
          time,
          most,
          first.answers(),
          first.worstMillis(),
          second.answers(),
          second.worstMillis(),
          statusMillis);
      return most;
    } finally {
      over.set(true);
    }
  }

  private static long statusMillis(LocalportProgram localport)
      throws IOException, InterruptedException {
    long begun = System.nanoTime();
    Result status = localport.run("status");
    long took = System.nanoTime() - begun;
    assertThat(status.exit()).as(status.toString()).isZero();
    assertThat(took).as("nanoseconds of status").isLessThan(PATIENCE.toNanos());
    return took / 1_000_000;
  }

  private static List<Integer> hostilePorts(LocalportProgram localport)
      throws IOException, InterruptedException {
    return localport.json("status", "--tag", "hostile", "-o", "json").objects("services").stream()
        .map(service -> service.objects("ports").getFirst().objects("local").getFirst())
        .map(local -> (int) local.number("port"))
        .toList();
  }

  /** Connects to a hostile service, sends a little and reads nothing, over and over. */
  private static void use(int port, AtomicBoolean over) {
    while (!over.get()) {
      try (Socket socket = Http.connect(port)) {
        socket.getOutputStream().write(new byte[100]);
        Await.pass(Duration.ofMillis(300));
      } catch (IOException _) {
        // reset: there is nothing else to expect
      }
    }
  }
}
