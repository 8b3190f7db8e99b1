package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.testing.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes back by itself, and what ends when it is asked to. */
@Tag("ci")
@OnRealCluster
@FaultsCluster
class RecoveryIT {
  @TempDir Path temporary;

  @Test
  @NeedsFaults
  void trafficFlowsAgainWithoutACommandWhenThePodWasDeleted(TestCluster cluster)
      throws IOException, InterruptedException {
    try (LocalportProgram localport = started(cluster, "web", "8000")) {
      int port = Ports.of(localport, "web");
      String before = Http.pod(port);

      cluster.faults().kubectl("-n", "lp-demo", "delete", "pod", before, "--wait=false");

      String after = Await.until("another pod", () -> Http.pod(port), pod -> !pod.equals(before));
      assertThat(after).startsWith("web-");
      cluster.faults().kubectl("-n", "lp-demo", "rollout", "status", "deployment/web");
    }
  }

  @Test
  @NeedsFaults
  void aSessionThatTheApiServerDropsIsReplaced(TestCluster cluster)
      throws IOException, InterruptedException {
    try (FaultProxy proxy = cluster.faults().proxy();
        LocalportProgram localport = new LocalportProgram(temporary, proxy.kubeconfig())) {
      localport.config(Yaml.service("web", "8000"));
      assertThat(localport.run("start").exit()).isZero();
      int port = Ports.of(localport, "web");
      assertThat(Http.pod(port)).startsWith("web-");

      proxy.send("drop");

      assertThat(Http.pod(port)).as("a connection that came meanwhile is held").startsWith("web-");
      Await.until(
          "a session that was replaced",
          () -> localport.json("status", "web", "-o", "json").objects("services").getFirst(),
          service -> service.text("state").equals("connected") && service.number("reconnects") > 0);
    }
  }

  @Test
  @NeedsFaults
  void aClusterThatIsBackIsTriedAgainEvenWhereNoAttemptIsLeft(TestCluster cluster)
      throws IOException, InterruptedException {
    try (FaultProxy proxy = cluster.faults().proxy();
        LocalportProgram localport = new LocalportProgram(temporary, proxy.kubeconfig())) {
      localport.config(
          Yaml.service("web", "8000") + "    reconnect: {max_attempts: 1, initial_delay: 100ms}\n");
      assertThat(localport.run("start").exit()).isZero();

      proxy.send("refuse", "on");
      proxy.send("drop");
      awaitState(localport, "failed");
      proxy.send("refuse", "off");

      awaitState(localport, "connected");
      assertThat(Http.pod(Ports.of(localport, "web"))).startsWith("web-");
    }
  }

  private static void awaitState(LocalportProgram localport, String state)
      throws InterruptedException {
    Await.until(
        state,
        () -> localport.json("status", "web", "-o", "json").objects("services").getFirst(),
        service -> service.text("state").equals(state));
  }

  @Test
  @NeedsFaults
  void aSilentLineIsNoticedByAnUnansweredPing(TestCluster cluster)
      throws IOException, InterruptedException {
    try (FaultProxy proxy = cluster.faults().proxy();
        LocalportProgram localport = new LocalportProgram(temporary, proxy.kubeconfig())) {
      localport.config(
          Yaml.service("web", "8000") + "    heartbeat: {interval: 2s, timeout: 1s}\n");
      assertThat(localport.run("start").exit()).isZero();
      int port = Ports.of(localport, "web");

      proxy.send("blackhole");
      Await.until(
          "a lost session",
          () -> localport.json("status", "web", "-o", "json").objects("services").getFirst(),
          service -> !service.text("state").equals("connected"));
      proxy.send("pass");
      proxy.send("drop");

      assertThat(Await.until("traffic", () -> Http.pod(port), pod -> pod.startsWith("web-")))
          .isNotEmpty();
    }
  }

  @Test
  void stopFreesThePorts(TestCluster cluster) throws IOException, InterruptedException {
    try (LocalportProgram localport = started(cluster, "web", "8000")) {
      int port = Ports.of(localport, "web");
      assertThat(Http.pod(port)).startsWith("web-");

      Result stop = localport.run("stop", "web");

      assertThat(stop.exit()).isZero();
      for (String address : List.of("127.0.0.1", "::1")) {
        try (ServerSocket free = new ServerSocket(port, 1, InetAddress.ofLiteral(address))) {
          assertThat(free.getLocalPort()).isEqualTo(port);
        }
      }
    }
  }

  @Test
  void afterAKilledDaemonTheNextCommandBringsTheSameForwardsBack(TestCluster cluster)
      throws IOException, InterruptedException {
    try (LocalportProgram localport = new LocalportProgram(temporary, cluster.kubeconfig())) {
      int port = freePort();
      localport.config(Yaml.service("web", "8000").replace("local: auto", "local: " + port));
      assertThat(localport.run("start").exit()).isZero();
      ProcessHandle daemon = localport.findDaemon().orElseThrow();

      daemon.destroyForcibly();
      daemon.onExit().join();
      long begun = System.nanoTime();
      Result status = localport.run("status");

      assertThat(status.exit()).as(status.toString()).isZero();
      assertThat(localport.findDaemon().orElseThrow().pid()).isNotEqualTo(daemon.pid());
      assertThat(Await.until("traffic", () -> Http.pod(port), pod -> true)).startsWith("web-");
      System.out.printf(
          "after kill -9: traffic %.2f s after the next command began%n",
          (System.nanoTime() - begun) / 1e9);
    }
  }

  @Test
  void aRestartRefusesItsPortsForAMomentOnly(TestCluster cluster)
      throws IOException, InterruptedException {
    try (LocalportProgram localport = started(cluster, "web", "8000")) {
      int port = Ports.of(localport, "web");
      ProcessHandle before = localport.findDaemon().orElseThrow();

      Result restart;
      try (RefusedTime refused = RefusedTime.watch(port)) {
        restart = localport.run("daemon", "restart");
        assertThat(Await.until("traffic", () -> Http.pod(port), pod -> true)).startsWith("web-");
        System.out.printf("daemon restart: port refused for %s%n", refused.longest());
        assertThat(refused.longest()).isLessThan(Duration.ofSeconds(10));
      }

      assertThat(restart.exit()).as(restart.toString()).isZero();
      assertThat(localport.findDaemon().orElseThrow().pid()).isNotEqualTo(before.pid());
      assertThat(Ports.of(localport, "web")).isEqualTo(port);
    }
  }

  @Test
  void tenCommandsAtOnceStartOneDaemon(TestCluster cluster)
      throws IOException, InterruptedException {
    try (LocalportProgram localport = new LocalportProgram(temporary, cluster.kubeconfig())) {
      List<RunningProgram> commands = new ArrayList<>();
      List<String> answers = new ArrayList<>();
      try {
        for (int i = 0; i < 10; i++) {
          commands.add(localport.start("daemon", "start"));
        }
        for (RunningProgram command : commands) {
          Result result = command.awaitEnd();
          assertThat(result.exit()).as(result.toString()).isZero();
          answers.add(result.stdout());
        }
      } finally {
        commands.forEach(RunningProgram::close);
      }

      long pid = localport.findDaemon().orElseThrow().pid();
      assertThat(answers).hasSize(10).allMatch(answer -> answer.contains("pid " + pid));
    }
  }

  @Test
  void controlCInAWaitingStartLeavesTheDaemonAlive(TestCluster cluster)
      throws IOException, InterruptedException {
    try (LocalportProgram localport = new LocalportProgram(temporary, cluster.kubeconfig())) {
      localport.config(Yaml.service("zero", "80"));
      try (RunningProgram start = localport.start("start", "--wait", "--timeout", "60")) {
        Await.until(
            "a service that waits for a pod",
            () ->
                localport.findDaemon().isPresent()
                    && localport.run("status").stdout().contains("no ready pod"));

        start.interrupt();

        assertThat(start.awaitEnd().exit()).isEqualTo(130);
      }
      assertThat(localport.run("status").stdout()).contains("no ready pod");
    }
  }

  private LocalportProgram started(TestCluster cluster, String service, String port)
      throws IOException, InterruptedException {
    LocalportProgram localport = new LocalportProgram(temporary, cluster.kubeconfig());
    localport.config(Yaml.service(service, port));
    Result start = localport.run("start");
    assertThat(start.exit()).as(start.toString()).isZero();
    return localport;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
