package dev.localport.daemon.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.simulator.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The largest cluster that is promised, and what it costs: cluster and reader are processes. */
@Tag("long")
class LargeListsTest {
  private static final List<String> AS_THE_DAEMON =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:+UseCompactObjectHeaders",
          "-Xmx64m", // all of its heap, with what the client itself takes
          "-XX:MaxDirectMemorySize=128m");

  private static final List<String> FOR_NETTY =
      List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

  @TempDir private Path folder;

  private static Process start(List<String> options, Class<?> main, String argument)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FOR_NETTY);
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName(), argument));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  @Test
  void fiftyThousandPodsFitIntoASmallHeap() throws IOException, InterruptedException {
    Path sim = folder.resolve("sim");
    Process cluster = start(List.of("-XX:+UseSerialGC"), Main.class, sim.toString());
    try (BufferedReader ready = cluster.inputReader()) {
      assertThat(ready.readLine()).startsWith("ready: ");
      control(sim, "crowd?pods=50000&nodes=2000&events=20000");

      Process reader =
          start(AS_THE_DAEMON, LargeClusterReader.class, sim.resolve("kubeconfig").toString());
      String said = reader.inputReader().readAllAsString();

      System.out.println(said); // the figures, for whoever runs this
      assertThat(reader.waitFor()).isZero();
      assertThat(said)
          .contains("pods: 50000, restarts 35000, waiting 4 reasons")
          .contains("nodes: 2000, ready 1000")
          .contains("events: 50, warnings 50");
    } finally {
      cluster.getOutputStream().close();
      cluster.waitFor();
    }
  }

  private static void control(Path sim, String what) throws IOException, InterruptedException {
    String url = Files.readString(sim.resolve("control")).strip();
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url + "/" + what))
              .POST(BodyPublishers.noBody())
              .build();
      assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }
  }
}
