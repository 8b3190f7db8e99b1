package dev.localport.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.localport.simulator.objects.Json;
import dev.localport.testing.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** kubectl judges the simulated cluster. */
@EnabledIf(value = Kubectl.IS_THERE, disabledReason = Kubectl.MISSING)
class KubectlTest {
  private static final int TEN_MEGABYTES = 10_000_000;

  @TempDir static Path folder;
  @AutoClose private static Simulator simulator;
  private static Kubectl kubectl;

  @BeforeAll
  static void start() throws IOException, GeneralSecurityException, InterruptedException {
    simulator = Simulator.start(folder);
    kubectl = new Kubectl(simulator.kubeconfig(), folder);
    assertThat(kubectl.run("wait", "--for=condition=Ready", "pod", "--all", "--timeout=60s"))
        .contains("pod/db-0 condition met", "pod/db-1 condition met");
  }

  @AfterEach
  void clear() throws IOException, InterruptedException {
    simulator.control("back");
    simulator.control("clear");
  }

  @Test
  void getPrintsTables() throws IOException, InterruptedException {
    assertThat(kubectl.run("get", "pods").lines())
        .anyMatch(line -> line.matches("NAME +READY +STATUS +RESTARTS +AGE"))
        .anyMatch(line -> line.matches("db-0 +1/1 +Running +0 +\\d+s"))
        .anyMatch(line -> line.matches("web-\\w{10}-\\w{5} +1/1 +Running +0 +\\d+s"));
    assertThat(kubectl.run("get", "nodes").lines())
        .anyMatch(line -> line.matches("node-1 +Ready +<none> +\\d+s +v1.33.1"));
    assertThat(kubectl.run("get", "services", "-A").lines())
        .anyMatch(line -> line.matches("demo +web +ClusterIP +10.96.0.10 +<none> +80/TCP +\\d+s"));
    assertThat(kubectl.run("get", "events").lines())
        .anyMatch(line -> line.matches("\\d+s +Normal +Started +pod/db-0 +Started container .*"));
    assertThat(kubectl.run("get", "deploy,rs,sts,ds,ep,endpointslices").lines())
        .anyMatch(line -> line.matches("deployment.apps/web +2/2 +2 +2 +\\d+s"))
        .anyMatch(line -> line.matches("statefulset.apps/db +2/2 +\\d+s"))
        .anyMatch(line -> line.matches("daemonset.apps/agent +1 +1 +1 +1 +\\d+s"))
        .anyMatch(line -> line.matches("endpoints/db +10.244.0.\\d+:5432,10.244.0.\\d+:5432 .*"));
    assertThat(kubectl.run("get", "pod", "none"))
        .isEqualTo("Error from server (NotFound): pods \"none\" not found\n");
  }

  @Test
  void getPrintsJson() throws IOException, InterruptedException {
    for (String kind : List.of("pods", "nodes", "services", "events")) {
      JsonNode list = Json.read(kubectl.run("get", kind, "-o", "json"));
      assertThat(list.path("items")).as(kind).isNotEmpty();
    }
    assertThat(
            kubectl.run(
                "get",
                "pods",
                "-l",
                "app in (db)",
                "--field-selector",
                "metadata.name=db-1",
                "--chunk-size=1",
                "-o",
                "name"))
        .isEqualTo("pod/db-1\n");
  }

  @Test
  void topPrintsWhatIsUsedOnceThatIsMeasured() throws IOException, InterruptedException {
    assertThat(kubectl.run("top", "pods")).isEqualTo("error: Metrics API not available\n");

    simulator.control("measure?cpu=12&memory=30");

    assertThat(kubectl.run("top", "pods").lines())
        .anyMatch(line -> line.matches("db-0 +12m +30Mi *"))
        .anyMatch(line -> line.matches("db-1 +12m +30Mi *"));
    assertThat(kubectl.run("top", "nodes").lines())
        .anyMatch(line -> line.matches("node-1 +\\d+m +\\d+% +\\d+Mi +\\d+% *"));
    simulator.control("measure?cpu=0&memory=0");
  }

  @Test
  void aCertificateIsAsGoodAsAToken() throws IOException, InterruptedException {
    assertThat(kubectl.run("--context=demo-cert", "get", "ns", "-o", "name"))
        .isEqualTo("namespace/default\nnamespace/demo\n");
  }

  @Test
  void canSayWhatIsAllowed() throws IOException, InterruptedException {
    assertThat(kubectl.run("auth", "can-i", "create", "pods", "--subresource=portforward"))
        .isEqualTo("yes\n");

    simulator.control("deny?verb=create&resource=pods/portforward");

    assertThat(kubectl.run("auth", "can-i", "create", "pods", "--subresource=portforward"))
        .startsWith("no");
  }

  @Test
  void watchShowsThatADeletedPodIsReplaced() throws IOException, InterruptedException {
    String old = kubectl.run("get", "pods", "-l", "app=moods", "-o", "name").strip();
    try (Kubectl.Running watch = kubectl.follow(Map.of(), "get", "pods", "-w", "-l", "app=moods")) {
      watch.await(line -> line.contains("1/1"));

      assertThat(kubectl.run("delete", old)).contains("\"%s\" deleted".formatted(name(old)));

      watch.await(line -> line.startsWith(name(old)) && line.contains("Terminating"));
      watch.await(line -> !line.startsWith(name(old)) && line.contains("Pending"));
      watch.await(line -> !line.startsWith(name(old)) && line.contains("0/1     Running"));
      watch.await(line -> !line.startsWith(name(old)) && line.contains("1/1     Running"));
    }
    assertThat(kubectl.run("get", old)).contains("NotFound");
  }

  private static String name(String pod) {
    return pod.substring("pod/".length());
  }

  @Test
  void logsAreFollowedWhilePagesAreRead() throws IOException, InterruptedException {
    String pod = kubectl.run("get", "pods", "-l", "app=agent", "-o", "name").strip();
    try (Kubectl.Running logs = kubectl.follow(Map.of(), "logs", "-f", pod);
        Kubectl.Running forward = kubectl.follow(Map.of(), "port-forward", pod, ":8080")) {
      logs.await(line -> line.contains("serves {8080=http}"));

      assertThat(page(forward.awaitPort(), "/")).isEqualTo("hello from %s\n".formatted(name(pod)));

      assertThat(logs.await(line -> line.startsWith("GET"))).isEqualTo("GET / 200");
    }
    assertThat(kubectl.run("logs", "--tail=1", pod)).isEqualTo("GET / 200\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void forwardsTenMegabytesEachWay(String webSockets)
      throws IOException, InterruptedException, GeneralSecurityException {
    try (Kubectl.Running forward = forward(webSockets, "svc/web", ":80")) {
      int port = forward.awaitPort();

      byte[] got = get(port, "/bytes/" + TEN_MEGABYTES);
      byte[] sent = new byte[TEN_MEGABYTES];
      new Random(7).nextBytes(sent);
      String sink = post(port, "/sink", sent);

      assertThat(sha256(got)).isEqualTo(sha256(pattern()));
      assertThat(sink)
          .isEqualTo("{\"bytes\":10000000,\"sha256\":\"%s\"}\n".formatted(sha256(sent)));
    }
  }

  private static byte[] pattern() {
    byte[] bytes = new byte[TEN_MEGABYTES];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (((i * 31L) >> 3) + (i >> 16));
    }
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void aHalfCloseIsAnsweredWithAllThatWasSent(String webSockets)
      throws IOException, InterruptedException {
    try (Kubectl.Running forward = forward(webSockets, "deploy/moods", ":9001");
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), forward.awaitPort())) {
      socket.getOutputStream().write("half".getBytes(UTF_8));
      socket.shutdownOutput();

      assertThat(socket.getInputStream().readAllBytes()).asString(UTF_8).isEqualTo("half");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void aRefusedPortIsToldInTheWordsOfTheRuntime(String webSockets)
      throws IOException, InterruptedException {
    try (Kubectl.Running forward = forward(webSockets, "deploy/moods", ":9999");
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), forward.awaitPort())) {
      socket.getOutputStream().write('?');

      assertThat(forward.await(line -> line.contains("error forwarding")))
          .contains("error forwarding port 9999 to pod ")
          .contains("dial tcp4 127.0.0.1:9999: connect: connection refused");
      assertThat(forward.await(line -> line.startsWith("error:")))
          .isEqualTo("error: lost connection to pod");
    }
  }

  @Test
  void kubectlFallsBackToSpdyWhereTheServerKnowsNoTunnel()
      throws IOException, InterruptedException {
    simulator.control("protocols?speak=channel,spdy");

    try (Kubectl.Running forward = forward("true", "pod/db-0", ":5432");
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), forward.awaitPort())) {
      assertThat(socket.getInputStream().readNBytes(14))
          .asString(UTF_8)
          .isEqualTo("220 db-0 ready");
    }
  }

  @Test
  void aServerThatIsAwayComesBackAtItsOldPlace() throws IOException, InterruptedException {
    simulator.control("away");
    assertThat(kubectl.run("get", "nodes")).contains("was refused");

    simulator.control("back");

    Await.until(
        "the server is back",
        () -> {
          try {
            return kubectl.run("get", "nodes").contains("Ready");
          } catch (IOException e) {
            return false;
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
  }

  private static Kubectl.Running forward(String webSockets, String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "port-forward";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return kubectl.follow(Map.of("KUBECTL_PORT_FORWARD_WEBSOCKETS", webSockets), all);
  }

  private static String page(int port, String path) throws IOException, InterruptedException {
    return new String(get(port, path), UTF_8);
  }

  private static byte[] get(int port, String path) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(HttpRequest.newBuilder(uri(port, path)).build(), BodyHandlers.ofByteArray())
          .body();
    }
  }

  private static String post(int port, String path, byte[] body)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(uri(port, path))
                  .POST(BodyPublishers.ofByteArray(body))
                  .build(),
              BodyHandlers.ofString())
          .body();
    }
  }

  private static URI uri(int port, String path) {
    return URI.create("http://127.0.0.1:%d%s".formatted(port, path));
  }

  private static String sha256(byte[] bytes) throws GeneralSecurityException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
