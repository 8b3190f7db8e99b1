package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
          .contains("connection refused");
    }
  }

  @Test
  void aServerThatResetsEveryConnectionFailsAloneWhileAnotherConnectionKeepsStreaming(
      TestCluster cluster) throws IOException, InterruptedException, ExecutionException {
    try (LocalportProgram localport = started(cluster, "80", "9004")) {
      failsAlone(localport);
    }
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

  private LocalportProgram started(TestCluster cluster, String... ports)
      throws IOException, InterruptedException {
    LocalportProgram localport = new LocalportProgram(temporary, cluster.kubeconfig());
    localport.config(Yaml.service("faults", ports));
    Result start = localport.run("start");
    assertThat(start.exit()).as(start.toString()).isZero();
    return localport;
  }
}
