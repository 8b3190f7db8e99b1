package dev.localport.e2e.faults;

import dev.localport.e2e.Faults;
import dev.localport.e2e.LocalportProgram;
import dev.localport.e2e.faults.Mishap.Effect;
import dev.localport.testing.Await;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes one random fault after the other, undoes each, and keeps a log of what it did. */
final class FaultScript {
  private static final String NAMESPACE = "lp-demo";
  private static final List<String> WORKLOADS =
      List.of("deployment/echo", "deployment/web", "deployment/faults", "statefulset/db");
  private static final List<String> APPS = List.of("echo", "web", "faults", "db", "agent");

  private final Random random;
  private final Faults faults;
  private final Line line;
  private final LocalportProgram localport;
  private final List<Mishap> log = new ArrayList<>();

  /** Something that goes wrong; it has been undone when this returns. */
  private interface Fault {
    void happen() throws IOException, InterruptedException;
  }

  private record Choice(String what, Effect effect, Fault fault) {}

  FaultScript(Random random, Faults faults, Line line, LocalportProgram localport) {
    this.random = random;
    this.faults = faults;
    this.line = line;
    this.localport = localport;
  }

  /** Returns what was done so far, oldest first. */
  synchronized List<Mishap> log() {
    return List.copyOf(log);
  }

  /** Makes one fault of any kind but a daemon's death. */
  Mishap next() throws IOException, InterruptedException {
    return happen(random.nextBoolean() ? onTheLine() : inTheCluster());
  }

  /** Kills the daemon with SIGKILL; the next command starts another one. */
  Mishap killDaemon() throws IOException, InterruptedException {
    Duration pause = seconds(1, 4);
    return happen(
        new Choice(
            "%s (kill -9), next command after %d s".formatted(Mishap.KILL, pause.toSeconds()),
            Effect.SOME,
            () -> {
              localport.findDaemon().orElseThrow().destroyForcibly();
              Await.pass(pause);
              var _ = localport.run("status");
            }));
  }

  private Mishap happen(Choice choice) throws IOException, InterruptedException {
    Instant begun = Instant.now();
    choice.fault().happen();
    Mishap mishap = new Mishap(choice.what(), choice.effect(), begun, Instant.now());
    synchronized (this) {
      log.add(mishap);
    }
    return mishap;
  }

  private Choice onTheLine() {
    Duration time = seconds(3, 25);
    return switch (random.nextInt(8)) {
      case 0 -> new Choice("line: connections dropped (RST)", Effect.ALL, () -> line.say("drop"));
      case 1 ->
          new Choice("line: connections closed (FIN)", Effect.ALL, () -> line.say("drop fin"));
      case 2 -> line("blackhole", "pass", time, Effect.SOME);
      case 3 -> line("freeze", "pass", seconds(2, 5), Effect.NONE);
      case 4 -> line("latency " + random.nextInt(50, 400), "latency 0", time, Effect.NONE);
      case 5 ->
          line("bandwidth " + random.nextInt(64, 512) + "k", "bandwidth 0", time, Effect.NONE);
      case 6 -> line("netdrop on", "netdrop off", time, Effect.SOME);
      default ->
          new Choice(
              "line: dropped, and refused for " + time.toSeconds() + " s",
              Effect.ALL,
              () -> {
                line.say("refuse on");
                line.say("drop");
                Await.pass(time);
                line.say("refuse off");
              });
    };
  }

  private Choice line(String begin, String end, Duration time, Effect effect) {
    return new Choice(
        "line: %s for %d s".formatted(begin, time.toSeconds()),
        effect,
        () -> {
          line.say(begin);
          Await.pass(time);
          line.say(end);
        });
  }

  private Choice inTheCluster() {
    return switch (random.nextInt(8)) {
      case 0 -> paused("apiserver", seconds(2, 5), Effect.NONE);
      case 1 -> paused("apiserver", seconds(8, 25), Effect.SOME);
      case 2 -> stopped("apiserver", Effect.ALL);
      case 3 -> paused("kubelet", seconds(2, 15), Effect.SOME);
      case 4 -> stopped("kubelet", Effect.ALL);
      case 5 -> objects("rollout", "restart", WORKLOADS.get(random.nextInt(WORKLOADS.size())));
      default ->
          objects(
              "delete",
              "pod",
              "--wait=false",
              "-l",
              "app=" + APPS.get(random.nextInt(APPS.size())));
    };
  }

  private Choice paused(String component, Duration time, Effect effect) {
    return outage(component + " paused", time, effect, () -> faults.pause(component));
  }

  private Choice stopped(String component, Effect effect) {
    return outage(component + " stopped", seconds(3, 12), effect, () -> faults.stop(component));
  }

  private interface Begin {
    Closeable outage() throws IOException, InterruptedException;
  }

  private static Choice outage(String what, Duration time, Effect effect, Begin begin) {
    return new Choice(
        "%s for %d s".formatted(what, time.toSeconds()),
        effect,
        () -> {
          try (Closeable _ = begin.outage()) {
            Await.pass(time);
          }
        });
  }

  private Choice objects(String... words) {
    List<String> command = new ArrayList<>(List.of("-n", NAMESPACE));
    command.addAll(List.of(words));
    return new Choice(
        "kubectl " + String.join(" ", words),
        Effect.SOME,
        () -> {
          var _ = faults.kubectl(command.toArray(String[]::new));
        });
  }

  private Duration seconds(int from, int to) {
    return Duration.ofSeconds(random.nextInt(from, to + 1));
  }
}
