package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.testing.Await;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bytes through a real session to real pods. */
@Tag("ci")
@OnRealCluster
@BesideOthers
class TrafficIT {
  private static final int HUNDRED_MB = 100 * 1024 * 1024;

  @TempDir Path temporary;

  @Test
  void aForwardOfKubectlsWordsServesOverBothLoopbackAddressesAndEndsWithItsCommand(
      TestCluster cluster) throws IOException, InterruptedException {
    try (LocalportProgram localport = new LocalportProgram(temporary, cluster.kubeconfig());
        RunningProgram forward =
            localport.start("forward", "-n", "lp-demo", "service/web", ":8000")) {
      String line = forward.awaitLine(" · lp-demo/svc/web:8000 (web-");
      int port = Integer.parseInt(line.replaceFirst(".*127\\.0\\.0\\.1:(\\d+) .*", "$1"));

      assertThat(Http.pod(port)).startsWith("web-");
      try (Socket socket = new Socket(InetAddress.ofLiteral("::1"), port)) {
        assertThat(Http.open(socket, "/healthz").readAllBytes()).isNotEmpty();
      }

      forward.interrupt();
      assertThat(forward.awaitEnd().exit()).isEqualTo(130);
      Await.until("port " + port + " closed", () -> isClosed(port));
    }
  }

  @Test
  void hundredMegabytesEachWayAreEqualBySha256(TestCluster cluster)
      throws IOException, InterruptedException, ExecutionException {
    try (LocalportProgram localport = started(cluster, "faults", "9001");
        Socket socket = Http.connect(Ports.of(localport, "faults"));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> sent = threads.submit(() -> send(socket.getOutputStream()));

      String received = Digests.of(socket.getInputStream(), HUNDRED_MB);

      assertThat(received).isEqualTo(sent.get());
    }
  }

  private static String send(OutputStream out) throws IOException {
    MessageDigest digest = Digests.sha256();
    Random random = new Random(4711);
    byte[] block = new byte[64 * 1024];
    for (int left = HUNDRED_MB; left > 0; left -= block.length) {
      random.nextBytes(block);
      digest.update(block);
      out.write(block);
    }
    out.flush();
    return Digests.hex(digest);
  }

  @Test
  void fiftyConnectionsAtOnceAllCarryTheirOwnBytes(TestCluster cluster)
      throws IOException, InterruptedException, ExecutionException {
    try (LocalportProgram localport = started(cluster, "web", "8000");
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      int port = Ports.of(localport, "web");
      List<Callable<Long>> downloads = new ArrayList<>();
      for (int i = 1; i <= 50; i++) {
        long size = i * 10_000L;
        downloads.add(() -> download(port, size));
      }

      List<Long> sizes = new ArrayList<>();
      for (Future<Long> download : threads.invokeAll(downloads)) {
        sizes.add(download.get());
      }

      assertThat(sizes).hasSize(50).allMatch(size -> size % 10_000 == 0).doesNotHaveDuplicates();
    }
  }

  private static long download(int port, long size) throws IOException {
    try (Socket socket = Http.connect(port);
        InputStream body = Http.open(socket, "/bytes?n=" + size)) {
      return body.readAllBytes().length;
    }
  }

  @Test
  void whatAClientSentBeforeItsEndArrivesWhole(TestCluster cluster)
      throws IOException, InterruptedException {
    int size = 10_000_000;
    try (LocalportProgram localport = started(cluster, "web", "8000");
        Socket socket = Http.connect(Ports.of(localport, "web"))) {
      OutputStream out = socket.getOutputStream();
      String head =
          "POST /sink HTTP/1.1\r\nHost: test\r\nContent-Length: %d\r\n\r\n".formatted(size);
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      out.write(new byte[size]);
      socket.shutdownOutput();

      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(answer).contains(" 200 ").contains("\"bytes\":" + size);
    }
  }

  @Test
  void aServerThatSpeaksFirstIsHeardWithoutAWordFromTheClient(TestCluster cluster)
      throws IOException, InterruptedException {
    try (LocalportProgram localport = started(cluster, "faults", "9007");
        Socket socket = Http.connect(Ports.of(localport, "faults"))) {
      assertThat(socket.getInputStream().read()).isPositive();
    }
  }

  @Test
  void targetsOfEveryKindAnswer(TestCluster cluster) throws IOException, InterruptedException {
    try (LocalportProgram localport = new LocalportProgram(temporary, cluster.kubeconfig())) {
      localport.config(
          """
          version: "1.0"
          services:
            - name: by-service
              local_port: auto
              remote_port: http
              connection: {resource_name: web, namespace: lp-demo}
            - name: by-number
              local_port: auto
              remote_port: 80
              connection: {resource_name: web-numeric, namespace: lp-demo}
            - name: by-deployment
              local_port: auto
              remote_port: http
              connection: {resource_type: deployment, resource_name: web, namespace: lp-demo}
            - name: by-statefulset
              local_port: auto
              remote_port: 8080
              connection: {resource_type: statefulset, resource_name: db, namespace: lp-demo}
            - name: by-pod
              local_port: auto
              remote_port: http
              connection: {resource_type: pod, resource_name: db-0, namespace: lp-demo}
          """);

      Result start = localport.run("start");

      assertThat(start.exit()).as(start.toString()).isZero();
      assertThat(Http.pod(Ports.of(localport, "by-service"))).startsWith("web-");
      assertThat(Http.pod(Ports.of(localport, "by-number"))).startsWith("web-");
      assertThat(Http.pod(Ports.of(localport, "by-deployment"))).startsWith("web-");
      assertThat(Http.pod(Ports.of(localport, "by-statefulset"))).startsWith("db-");
      assertThat(Http.pod(Ports.of(localport, "by-pod"))).isEqualTo("db-0");
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

  private static boolean isClosed(int port) {
    try (Socket socket = Http.connect(port)) {
      return !socket.isConnected();
    } catch (IOException e) {
      return true;
    }
  }
}
