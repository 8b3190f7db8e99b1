package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.testing.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is measured, by command and over HTTP. */
@Tag("ci")
@OnRealCluster
@BesideOthers
class MetricsIT {
  private static final String SERVICES =
      """
      services:
        - name: web
          connection: {resource_name: web, namespace: lp-demo}
          ports: ["auto:8000"]
      """;

  @TempDir Path temporary;

  private static String file(int port) {
    return "version: \"1.0\"\nmetrics: {listen: \"127.0.0.1:%d\"}\n%s".formatted(port, SERVICES);
  }

  private static List<String> notes(LocalportProgram localport)
      throws IOException, InterruptedException {
    return localport.json("status", "-o", "json").texts("notes");
  }

  @Test
  void aFileThatNamesAnAddressIsServedThereAsSoonAsItIsFree(TestCluster cluster)
      throws IOException, InterruptedException {
    int port = Ports.quiet();
    try (LocalportProgram localport = new LocalportProgram(temporary, cluster.kubeconfig())) {
      localport.config(file(port));
      try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"))) {
        assertThat(localport.run("start").exit()).isZero();
        Await.until("a note", () -> notes(localport), notes -> !notes.isEmpty());
        assertThat(notes(localport).getFirst())
            .contains("cannot be served at 127.0.0.1:" + port + ": it is taken by java (pid ");
      }
      assertThat(Http.pod(Ports.of(localport, "web"))).startsWith("web-");
      Await.until("no note", () -> notes(localport), List::isEmpty);

      String scraped = Http.get(port, "/metrics");

      assertThat(scraped)
          .containsPattern(
              "localport_connections_total\\{context=\"[^\"]+\",service=\"web\"\\} 1.0\n")
          .containsPattern("localport_first_byte_seconds\\{.*quantile=\"0.95\"\\} 0.\\d+\n")
          .containsPattern("localport_forward_state\\{.*state=\"connected\"\\} 1.0\n");
      assertThat(localport.run("metrics").stdout().lines().filter(line -> line.startsWith("#")))
          .containsExactlyElementsOf(scraped.lines().filter(line -> line.startsWith("#")).toList());
    }
  }
}
