package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.rpc.JsonObject;
import dev.localport.testing.Await;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A stall is not a death: what hangs and goes on breaks no connection and loses nothing; what is
 * dead while the rest works is reset soon. Figures are printed for the reader of the build's
 * output.
 */
@OnRealCluster
@NeedsFaults
class StallIT {
  private static final Duration BEFORE_THE_END = Duration.ofSeconds(2);
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration SURELY_LATE = Duration.ofSeconds(12);

  @TempDir Path temporary;

  @Test
  @Tag("ci")
  void anApiServerThatPausesForTenSecondsBreaksNoConnection(TestCluster cluster)
      throws IOException, InterruptedException {
    pauses(cluster, Duration.ofSeconds(10));
  }

  @Test
  @Tag("long")
  void anApiServerThatPausesForThirtySecondsBreaksNoConnection(TestCluster cluster)
      throws IOException, InterruptedException {
    pauses(cluster, Duration.ofSeconds(30));
  }

  @Test
  @Tag("long")
  void aLineThatIsFrozenForEightSecondsBreaksNoConnection(TestCluster cluster)
      throws IOException, InterruptedException {
    breaksNothing(cluster, "freeze", "pass", Duration.ofSeconds(8));
  }

  @Test
  @Tag("ci")
  void aLineThatIsFrozenForFifteenSecondsBreaksNoConnection(TestCluster cluster)
      throws IOException, InterruptedException {
    breaksNothing(cluster, "freeze", "pass", Duration.ofSeconds(15));
  }

  @Test
  @Tag("long")
  void aLineThatIsFrozenForThirtySecondsBreaksNoConnection(TestCluster cluster)
      throws IOException, InterruptedException {
    breaksNothing(cluster, "freeze", "pass", Duration.ofSeconds(30));
  }

  @Test
  @Tag("long")
  void lostPacketsForThirtySecondsBreakNoConnection(TestCluster cluster)
      throws IOException, InterruptedException {
    breaksNothing(cluster, "netdrop on", "netdrop off", Duration.ofSeconds(30));
  }

  private void pauses(TestCluster cluster, Duration time) throws IOException, InterruptedException {
    try (LocalportProgram localport = started(cluster.kubeconfig())) {
      breaksNothing(localport, () -> cluster.faults().pause("apiserver"), time);
    }
  }

  private void breaksNothing(TestCluster cluster, String begin, String end, Duration time)
      throws IOException, InterruptedException {
    try (FaultProxy proxy = cluster.faults().proxy();
        LocalportProgram localport = started(proxy.kubeconfig())) {
      breaksNothing(
          localport,
          () -> {
            proxy.send(begin.split(" "));
            return () -> undo(proxy, end);
          },
          time);
    }
  }

  private static void undo(FaultProxy proxy, String command) throws IOException {
    try {
      proxy.send(command.split(" "));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Begins an outage, which ends when it is closed. */
  private interface Begin {
    Closeable outage() throws IOException, InterruptedException;
  }

  private static void breaksNothing(LocalportProgram localport, Begin begin, Duration time)
      throws IOException, InterruptedException {
    int port = Ports.of(localport, "echo");
    try (SteadyEcho steady = new SteadyEcho(port);
        Socket quiet = Http.connect(port)) {
      assertThat(echo(quiet, "before")).isEqualTo("before");
      steady.awaitAnswers();
      CompletableFuture<String> waits;
      try (Closeable _ = begin.outage()) {
        Await.pass(time.minus(BEFORE_THE_END));
        waits = connectLater(port);
        if (time.compareTo(SURELY_LATE) > 0) {
          assertThat(service(localport).text("state")).isIn("reconnecting", "suspended");
        }
        Await.pass(BEFORE_THE_END);
      }
      long over = System.nanoTime();

      steady.awaitAnswers();
      System.out.printf("goes on %.1f s after %s%n", (System.nanoTime() - over) / 1e9, time);
      assertThat(Await.until("answer", () -> waits.getNow(""), text -> !text.isEmpty()))
          .isEqualTo("held");
      assertThat(echo(quiet, "after")).isEqualTo("after");
      steady.assertNothingIsLostOrDoubled();
      JsonObject service =
          Await.until(
              "connected service",
              () -> service(localport),
              seen -> seen.text("state").equals("connected"));
      assertThat(service.object("connections").number("failed")).isZero();
    }
  }

  @Test
  @Tag("ci")
  void aConnectionThatWasForgottenIsResetAndNewOnesAreServedBefore(TestCluster cluster)
      throws IOException, InterruptedException {
    URI server = server(cluster.kubeconfig());
    try (CountedLine line = new CountedLine(server.getPort());
        LocalportProgram localport = started(through(line, cluster.kubeconfig()))) {
      int port = Ports.of(localport, "echo");
      try (SteadyEcho old = new SteadyEcho(port);
          Socket quiet = Http.connect(port)) {
        assertThat(echo(quiet, "before")).isEqualTo("before");
        old.awaitAnswers();
        long begun = System.nanoTime();

        line.forget();
        Await.until("service of a new connection", () -> isServedSoon(port));
        double served = (System.nanoTime() - begun) / 1e9;
        Duration broken = old.awaitBroken(begun);

        System.out.printf(
            "new ones served after %.1f s, old ones reset after %.1f s%n",
            served, broken.toMillis() / 1e3);
        assertThatThrownBy(quiet.getInputStream()::read)
            .as("it is reset, too")
            .isInstanceOf(SocketException.class)
            .hasMessage("Connection reset");
      }
    }
  }

  private static URI server(Path kubeconfig) throws IOException {
    Matcher server = Pattern.compile("server: (\\S+)").matcher(Files.readString(kubeconfig));
    assertThat(server.find()).isTrue();
    return URI.create(server.group(1));
  }

  private Path through(CountedLine line, Path kubeconfig) throws IOException {
    return Kubeconfigs.changed(
        kubeconfig, temporary, "server: \\S+", "server: https://127.0.0.1:" + line.port());
  }

  private static CompletableFuture<String> connectLater(int port) {
    CompletableFuture<String> answer = new CompletableFuture<>();
    var _ =
        Thread.ofVirtual()
            .start(() -> {
              try (Socket socket = Http.connect(port)) {
                answer.complete(echo(socket, "held"));
              } catch (IOException e) {
                answer.completeExceptionally(e);
              }
            });
    return answer;
  }

  /** One that came before the lateness was known shares the fate of its session. */
  private static boolean isServedSoon(int port) throws IOException {
    try (Socket socket = Http.connect(port)) {
      socket.setSoTimeout((int) SOON.toMillis());
      return "new".equals(echo(socket, "new"));
    } catch (SocketTimeoutException _) {
      return false;
    }
  }

  private static String echo(Socket socket, String line) throws IOException {
    socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    return new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
        .readLine();
  }

  private static JsonObject service(LocalportProgram localport)
      throws IOException, InterruptedException {
    return localport.json("status", "echo", "-o", "json").objects("services").getFirst();
  }

  private LocalportProgram started(Path kubeconfig) throws IOException, InterruptedException {
    LocalportProgram localport = new LocalportProgram(temporary, kubeconfig);
    localport.config(Yaml.service("echo", "7000"));
    Result start = localport.run("start", "--timeout", "55");
    assertThat(start.exit()).as(start.toString()).isZero();
    return localport;
  }
}
