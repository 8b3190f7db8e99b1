package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Figures beside kubectl's, taken in one run, printed for a person to read. */
@Tag("hand")
@OnRealCluster
@NeedsFaults
class MeasurementIT {
  private static final int CONNECTIONS = 30;
  private static final int ONE_WAY_MILLIS = 25;
  private static final int ROUNDS = 3;
  private static final long GIGABYTE = 1_000_000_000;

  @TempDir Path temporary;

  private interface Measured {
    void run(int port) throws IOException;
  }

  @Test
  void firstByteOfANewConnection(TestCluster cluster) throws IOException, InterruptedException {
    try (FaultProxy proxy = cluster.faults().proxy();
        LocalportProgram localport = started(proxy.kubeconfig());
        RunningProgram kubectl = kubectl(proxy.kubeconfig())) {
      int ours = Ports.of(localport, "web");
      int theirs = port(kubectl);
      Http.get(ours, "/healthz"); // both have loaded what they need
      Http.get(theirs, "/healthz");
      proxy.send("latency", Integer.toString(ONE_WAY_MILLIS));

      double[] localportMillis = new double[CONNECTIONS];
      double[] kubectlMillis = new double[CONNECTIONS];
      for (int i = 0; i < CONNECTIONS; i++) {
        localportMillis[i] = millis(MeasurementIT::firstByte, ours);
        kubectlMillis[i] = millis(MeasurementIT::firstByte, theirs);
      }

      String sizes =
          "%d connections each, round trip %d ms".formatted(CONNECTIONS, 2 * ONE_WAY_MILLIS);
      print("first byte", "localport", sizes, localportMillis);
      print("first byte", "kubectl", sizes, kubectlMillis);
    }
  }

  @Test
  void oneGigabyteEachWay(TestCluster cluster) throws IOException, InterruptedException {
    try (LocalportProgram localport = started(cluster.kubeconfig());
        RunningProgram kubectl = kubectl(cluster.kubeconfig())) {
      int ours = Ports.of(localport, "web");
      int theirs = port(kubectl);
      for (int round = 1; round <= ROUNDS; round++) {
        String which = "round " + round;
        print("1 GB down", "localport", which, millis(MeasurementIT::download, ours));
        print("1 GB down", "kubectl", which, millis(MeasurementIT::download, theirs));
        print("1 GB up", "localport", which, millis(MeasurementIT::upload, ours));
        print("1 GB up", "kubectl", which, millis(MeasurementIT::upload, theirs));
      }
    }
  }

  private static void firstByte(int port) throws IOException {
    try (Socket socket = Http.connect(port)) {
      assertThat(Http.open(socket, "/whoami").read()).isNotNegative();
    }
  }

  private static void download(int port) throws IOException {
    try (Socket socket = Http.connect(port);
        InputStream body = Http.open(socket, "/bytes?n=" + GIGABYTE)) {
      assertThat(body.transferTo(OutputStream.nullOutputStream())).isEqualTo(GIGABYTE);
    }
  }

  private static void upload(int port) throws IOException {
    byte[] block = new byte[100_000];
    try (Socket socket = Http.connect(port)) {
      OutputStream out = socket.getOutputStream();
      String head =
          "POST /sink HTTP/1.1\r\nHost: test\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
              .formatted(GIGABYTE);
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      for (long left = GIGABYTE; left > 0; left -= block.length) {
        out.write(block);
      }
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).contains("\"bytes\":" + GIGABYTE);
    }
  }

  private static double millis(Measured measured, int port) throws IOException {
    long begin = System.nanoTime();
    measured.run(port);
    return (System.nanoTime() - begin) / (double) TimeUnit.MILLISECONDS.toNanos(1);
  }

  private static void print(String what, String program, String which, double... millis) {
    double[] sorted = millis.clone();
    Arrays.sort(sorted);
    System.out.printf(
        Locale.ROOT, "%s, %s: %.1f ms (%s)%n", what, program, sorted[sorted.length / 2], which);
  }

  private LocalportProgram started(Path kubeconfig) throws IOException, InterruptedException {
    LocalportProgram localport = new LocalportProgram(temporary, kubeconfig);
    localport.config(Yaml.service("web", "8000"));
    Result start = localport.run("start");
    assertThat(start.exit()).as(start.toString()).isZero();
    return localport;
  }

  private static RunningProgram kubectl(Path kubeconfig) throws IOException {
    return RunningProgram.start(
        new ProcessBuilder(
            "kubectl",
            "--kubeconfig=" + kubeconfig,
            "--namespace=lp-demo",
            "port-forward",
            "service/web",
            ":8000"));
  }

  private static int port(RunningProgram kubectl) throws InterruptedException {
    String line = kubectl.awaitLine("Forwarding from 127.0.0.1:");
    return Integer.parseInt(line.replaceFirst(".*127\\.0\\.0\\.1:(\\d+).*", "$1"));
  }
}
