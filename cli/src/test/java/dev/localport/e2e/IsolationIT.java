package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.testing.Await;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One connection never hurts another: what kubectl ends its whole port forward for. */
@Tag("ci")
@OnRealCluster
class IsolationIT {
  private static final int SIZE = 50_000_000;

  @TempDir Path temporary;

  @Test
  void aRefusedPortFailsAloneWhileAnotherConnectionKeepsStreaming(TestCluster cluster)
      throws IOException, InterruptedException, ExecutionException {
    try (LocalportProgram localport = started(cluster, "80", "9999")) {
      failsAlone(localport);

      assertThat(localport.run("logs", "faults").stdout())
          .contains("connection failed")
          .contains("connection refused")
          .doesNotContain("network namespace"); // a path on the node
    }
  }

  @Test
  void aServerThatResetsEveryConnectionFailsAloneWhileAnotherConnectionKeepsStreaming(
      TestCluster cluster) throws IOException, InterruptedException, ExecutionException {
    try (LocalportProgram localport = started(cluster, "80", "9004")) {
      failsAlone(localport);
    }
  }

  /**
   * The server's side of a session is one line: a reader that stalls holds its session up, so
   * others go elsewhere, and those that share it go on where they were once it reads again.
   */
  @Test
  void aReaderThatStallsHoldsNobodyElseUpAndLosesNothing(TestCluster cluster)
      throws IOException, InterruptedException {
    try (LocalportProgram localport = started(cluster, "80")) {
      int port = Ports.of(localport, "faults", 0);
      try (Socket shared = Http.connect(port);
          Socket stalled = Http.connect(port)) {
        InputStream body = Http.open(stalled, "/bytes?n=" + SIZE);
        assertThat(body.read()).isNotNegative();
        untilNothingComes(localport);

        Instant end = Instant.now().plus(Duration.ofSeconds(10)); // several heartbeats
        while (Instant.now().isBefore(end)) {
          try (Socket other = Http.connect(port)) {
            assertThat(Http.open(other, "/bytes?n=1000").readAllBytes()).hasSize(1000);
          }
        }

        assertThat(body.transferTo(OutputStream.nullOutputStream())).isEqualTo(SIZE - 1L);
        assertThat(Http.open(shared, "/bytes?n=1000").readAllBytes()).hasSize(1000);
        assertThat(localport.json("status", "faults", "-o", "json").objects("services").getFirst())
            .satisfies(service -> {
              assertThat(service.number("reconnects")).isZero();
              assertThat(service.object("connections").number("failed")).isZero();
            });
      }
    }
  }

  /** Waits until all buffers between the pod and a reader that does not read are full. */
  private static void untilNothingComes(LocalportProgram localport)
      throws IOException, InterruptedException {
    AtomicLong before = new AtomicLong(-1);
    Await.until(
        "full buffers",
        () -> localport.json("status", "faults", "-o", "json").objects("services").getFirst(),
        service -> {
          long received = service.object("bytes").number("received");
          return received == before.getAndSet(received);
        });
  }

  /** Downloads over the first port while twenty connections to the second one fail. */
  private static void failsAlone(LocalportProgram localport)
      throws IOException, InterruptedException, ExecutionException {
    int good = Ports.of(localport, "faults", 0);
    int bad = Ports.of(localport, "faults", 1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Socket socket = Http.connect(good)) {
      InputStream body = Http.open(socket, "/bytes?ms=5&n=" + SIZE);
      assertThat(body.read()).isNotNegative();
      Future<Long> rest = threads.submit(() -> body.transferTo(OutputStream.nullOutputStream()));

      for (int i = 0; i < 20; i++) {
        assertThat(isBroken(bad)).as("connection %d", i).isTrue();
      }

      assertThat(rest.get()).isEqualTo(SIZE - 1L);
      assertThat(localport.json("status", "faults", "-o", "json").objects("services").getFirst())
          .satisfies(service -> {
            assertThat(service.text("state")).isEqualTo("connected");
            assertThat(service.number("reconnects")).isZero();
            assertThat(service.object("connections").number("failed")).isEqualTo(20);
          });
    }
  }

  private static boolean isBroken(int port) {
    try (Socket socket = Http.connect(port)) {
      socket.getOutputStream().write("hello\n".getBytes(StandardCharsets.US_ASCII));
      return socket.getInputStream().read() < 0;
    } catch (IOException e) {
      return true; // a reset
    }
  }

  /** Starts the service with heartbeats that would soon be missed. */
  private LocalportProgram started(TestCluster cluster, String... ports)
      throws IOException, InterruptedException {
    LocalportProgram localport = new LocalportProgram(temporary, cluster.kubeconfig());
    localport.config(
        Yaml.service("faults", ports) + "    heartbeat: {interval: 2s, timeout: 2s}\n");
    Result start = localport.run("start");
    assertThat(start.exit()).as(start.toString()).isZero();
    return localport;
  }
}
