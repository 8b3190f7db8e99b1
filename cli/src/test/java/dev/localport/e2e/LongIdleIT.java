package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.testing.Await;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Open connections on which nobody says anything for a long time, over lines that are cut then. */
@Tag("long")
@OnRealCluster
class LongIdleIT {
  @TempDir Path temporary;

  @Test
  void nothingIsLostBehindALoadBalancerThatCutsWhatIsIdleForAMinute(TestCluster cluster)
      throws IOException, InterruptedException {
    try (IdleCutter cutter = new IdleCutter(apiServer(cluster), Duration.ofSeconds(60))) {
      Path through =
          Kubeconfigs.changed(
              cluster.kubeconfig(),
              temporary,
              "server: \\S+",
              "server: https://127.0.0.1:" + cutter.port());
      staysOpen(through, Duration.ofMinutes(15));
      System.out.println("connections that the load balancer cut: " + cutter.cut());
    }
  }

  @Test
  @NeedsFaults
  void nothingIsLostWhereTheServerCutsWhatIsIdleForTenSeconds(TestCluster cluster)
      throws IOException, InterruptedException {
    cluster.faults().restartContainerd("10s");
    try {
      staysOpen(cluster.kubeconfig(), Duration.ofMinutes(2));
    } finally {
      cluster.faults().restartContainerd("4h0m0s");
    }
  }

  private static int apiServer(TestCluster cluster) throws IOException {
    Matcher server =
        Pattern.compile("server: (\\S+)").matcher(Files.readString(cluster.kubeconfig()));
    assertThat(server.find()).isTrue();
    return URI.create(server.group(1)).getPort();
  }

  private void staysOpen(Path kubeconfig, Duration time) throws IOException, InterruptedException {
    try (LocalportProgram localport = new LocalportProgram(temporary, kubeconfig);
        RunningProgram kubectl = kubectl(kubeconfig)) {
      localport.config(Yaml.service("faults", "9001"));
      assertThat(localport.run("start").exit()).isZero();
      try (Socket open = Http.connect(Ports.of(localport, "faults"));
          Socket theirs = Http.connect(port(kubectl))) {
        assertEcho(open);
        assertEcho(theirs);
        long end = System.nanoTime() + time.toNanos();
        Await.until(time.plusMinutes(1), "end", () -> System.nanoTime() > end, over -> over);
        assertEcho(open);
        System.out.printf("after %s kubectl's connection %s%n", time, fate(theirs));
      }
      assertThat(localport.json("status", "faults", "-o", "json").objects("services").getFirst())
          .satisfies(service -> {
            assertThat(service.number("reconnects")).isZero();
            assertThat(service.object("connections").number("failed")).isZero();
          });
    }
  }

  private static RunningProgram kubectl(Path kubeconfig) throws IOException {
    return RunningProgram.start(
        new ProcessBuilder(
            "kubectl",
            "--kubeconfig=" + kubeconfig,
            "--namespace=lp-demo",
            "port-forward",
            "service/faults",
            ":9001"));
  }

  private static int port(RunningProgram kubectl) throws InterruptedException {
    String line = kubectl.awaitLine("Forwarding from 127.0.0.1:");
    return Integer.parseInt(line.replaceFirst(".*127\\.0\\.0\\.1:(\\d+).*", "$1"));
  }

  /** Says in words what became of a connection that is another's: it may be either. */
  private static String fate(Socket socket) {
    try {
      assertEcho(socket);
      return "lives";
    } catch (IOException | AssertionError e) {
      return "is lost: " + e.getMessage();
    }
  }

  private static void assertEcho(Socket socket) throws IOException {
    byte[] word = "still there?".getBytes(StandardCharsets.US_ASCII);
    socket.getOutputStream().write(word);
    assertThat(socket.getInputStream().readNBytes(word.length)).isEqualTo(word);
  }
}
