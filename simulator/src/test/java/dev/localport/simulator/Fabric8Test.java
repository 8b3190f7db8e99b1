package dev.localport.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.testing.Await;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.LocalPortForward;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** fabric8's client, which the daemon uses, judges the simulated cluster. */
class Fabric8Test {
  @TempDir Path folder;
  private Simulator simulator;
  private KubernetesClient client;

  @BeforeEach
  void start() throws IOException, GeneralSecurityException {
    simulator = Simulator.start(folder);
    Config config = Config.fromKubeconfig(simulator.kubeconfig().toFile());
    client = new KubernetesClientBuilder().withConfig(config).build();
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    simulator.close();
  }

  @Test
  void listsAndGets() throws IOException, InterruptedException {
    simulator.awaitPod("app=web");

    assertThat(client.pods().withLabel("app", "web").list().getItems())
        .hasSize(2)
        .allMatch(pod -> pod.getMetadata().getNamespace().equals("demo"));
    assertThat(client.services().withName("web").get().getSpec().getSelector())
        .containsEntry("app", "web");
    assertThat(client.apps().deployments().withName("web").get().getSpec().getReplicas())
        .isEqualTo(2);
    assertThat(client.pods().withName("none").get()).isNull();
    assertThat(client.getKubernetesVersion().getMinor()).isEqualTo("33");
  }

  @Test
  void aWatchTellsAPodsLife() throws IOException, InterruptedException {
    String pod = simulator.awaitPod("app=moods");
    List<String> seen = new CopyOnWriteArrayList<>();
    try (Watch _ = client.pods().withLabel("app", "moods").watch(new Diary(seen))) {
      Await.until("the pod is told", () -> seen.contains("ADDED " + pod));

      client.pods().withName(pod).withGracePeriod(0).delete();

      Await.until("its end is told", () -> seen.contains("DELETED " + pod));
      Await.until(
          "another one is told",
          () -> seen.stream().anyMatch(it -> it.startsWith("ADDED") && !it.endsWith(pod)));
    }
  }

  private record Diary(List<String> seen) implements Watcher<Pod> {
    @Override
    public void eventReceived(Action action, Pod pod) {
      seen.add(action + " " + pod.getMetadata().getName());
    }

    @Override
    public void onClose(WatcherException cause) {
      seen.add("closed");
    }
  }

  @Test
  void forwardsOverTheChannelProtocol() throws IOException, InterruptedException {
    String pod = simulator.awaitPod("app=web");
    simulator.control("protocols?speak=channel");
    try (LocalPortForward forward =
            client.pods().withName(pod).portForward(8080, InetAddress.getLoopbackAddress(), 0);
        HttpClient http = HttpClient.newHttpClient()) {
      URI base = URI.create("http://127.0.0.1:" + forward.getLocalPort());

      assertThat(get(http, base.resolve("/")))
          .asString(UTF_8)
          .isEqualTo("hello from " + pod + "\n");
      assertThat(get(http, base.resolve("/bytes/1000000"))).hasSize(1_000_000);
      assertThat(forward.errorOccurred()).isFalse();
    }
  }

  private static byte[] get(HttpClient http, URI uri) throws IOException, InterruptedException {
    return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofByteArray()).body();
  }
}
