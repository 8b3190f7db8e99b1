package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.rpc.JsonObject;
import dev.localport.testing.Await;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that is saved while its services are in use. */
@Tag("ci")
@OnRealCluster
@BesideOthers
class ReloadIT {
  private static final long SIZE = 100_000_000;
  private static final int PART = 10_000_000;

  private static final String HEAD = "version: \"1.0\"\nservices:\n";
  private static final String KEPT = service("kept", "faults", "80");

  @TempDir Path temporary;

  private static String service(String name, String target, String port) {
    return """
      - name: %s
        connection: {resource_name: %s, namespace: lp-demo}
        ports: ["auto:%s"]
    """
        .formatted(name, target, port);
  }

  @Test
  void whatDidNotChangeGoesOnWhileOthersComeChangeAndGo(TestCluster cluster)
      throws IOException, InterruptedException, ExecutionException {
    try (LocalportProgram localport = new LocalportProgram(temporary, cluster.kubeconfig())) {
      localport.config(HEAD + KEPT + service("gone", "web", "8000") + service("moved", "db", "80"));
      assertThat(localport.run("start").exit()).isZero();
      assertThat(Http.pod(Ports.of(localport, "moved"))).startsWith("db-");
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
          Socket socket = Http.connect(Ports.of(localport, "kept"))) {
        InputStream body = Http.open(socket, "/bytes?ms=5&n=" + SIZE);
        assertThat(body.read()).isNotNegative();
        Future<Long> rest = threads.submit(() -> body.transferTo(OutputStream.nullOutputStream()));

        localport.config(
            HEAD + service("new", "web", "8000") + service("moved", "web", "8000") + KEPT);

        Await.until(
            "the services of the file as it is now",
            () -> names(localport),
            List.of("kept connected", "moved connected", "new connected")::equals);
        assertThat(Http.pod(Ports.of(localport, "moved"))).startsWith("web-");
        assertThat(Http.pod(Ports.of(localport, "new"))).startsWith("web-");

        localport.config(HEAD + "  - {name: broken}\n");
        Await.until("a note", () -> notes(localport), notes -> !notes.isEmpty());
        assertThat(notes(localport).getFirst())
            .contains("changed but is invalid; the previous version stays active");
        assertThat(names(localport)).hasSize(3);

        assertThat(rest.get()).isEqualTo(SIZE - 1);
      }
    }
  }

  @Test
  void aDownloadOf100MbGoesOnWhileItsServiceIsEdited(TestCluster cluster)
      throws IOException, InterruptedException {
    List<String> edits =
        List.of(
            "reconnect: {max_attempts: 3}",
            "hold: {timeout: 5s}",
            "heartbeat: {interval: 20s, timeout: 6s}",
            "health_check: {type: tcp, interval: 5}",
            "breaker: {failures: 2}");
    try (LocalportProgram localport = new LocalportProgram(temporary, cluster.kubeconfig())) {
      localport.config(HEAD + KEPT);
      assertThat(localport.run("start").exit()).isZero();
      int port = Ports.of(localport, "kept");
      try (Socket socket = Http.connect(port)) {
        InputStream body = Http.open(socket, "/bytes?n=" + SIZE);
        long received = 0;

        for (int i = 0; i < edits.size(); i++) {
          received += body.readNBytes(PART).length; // it is under way at every edit
          String tag = "edit-" + i;
          localport.config(HEAD + KEPT + "    tags: [" + tag + "]\n    " + edits.get(i) + "\n");
          Await.until("edit " + edits.get(i), () -> tags(localport), List.of(tag)::equals);
          assertThat(Http.get(port, "/bytes?n=10")).hasSize(10);
        }

        assertThat(received).isEqualTo((long) PART * edits.size());
        assertThat(received + body.transferTo(OutputStream.nullOutputStream())).isEqualTo(SIZE);
        assertThat(names(localport)).containsExactly("kept connected");
      }
    }
  }

  private static List<String> tags(LocalportProgram localport)
      throws IOException, InterruptedException {
    return localport.json("status", "-o", "json").objects("services").getFirst().texts("tags");
  }

  private static List<String> notes(LocalportProgram localport)
      throws IOException, InterruptedException {
    return localport.json("status", "-o", "json").texts("notes");
  }

  private static List<String> names(LocalportProgram localport)
      throws IOException, InterruptedException {
    return localport.json("status", "-o", "json").objects("services").stream()
        .map(ReloadIT::text)
        .toList();
  }

  private static String text(JsonObject service) {
    return service.text("name") + " " + service.text("state");
  }
}
