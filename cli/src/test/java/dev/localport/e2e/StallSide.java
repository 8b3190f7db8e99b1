package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.e2e.traffic.Traffic;
import dev.localport.rpc.JsonObject;
import dev.localport.testing.Await;
import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * One program in an outage: connections of all kinds over one protocol, and what becomes of them.
 */
final class StallSide implements Closeable {
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Executor OWN_THREAD = Thread::startVirtualThread;

  private final LocalportProgram localport;
  private final String protocol;
  private final int echo;
  private final List<Traffic> open;

  private StallSide(LocalportProgram localport, String protocol, int echo, List<Traffic> open) {
    this.localport = localport;
    this.protocol = protocol;
    this.echo = echo;
    this.open = open;
  }

  /** Starts a program in a new folder, whose sessions have to speak the protocol. */
  static StallSide open(HostServers servers, Path folder, Path kubeconfig, String protocol)
      throws IOException, InterruptedException {
    LocalportProgram localport = new LocalportProgram(Files.createDirectory(folder), kubeconfig);
    localport.config(servers.config());
    Result start = localport.run("start", "--timeout", "55");
    assertThat(start.exit()).as(start.toString()).isZero();
    List<JsonObject> services = localport.json("status", "-o", "json").objects("services");
    for (JsonObject each : services) {
      assertThat(each.text("protocol")).isEqualTo(protocol);
    }
    int echo = port(services, "echo", 0);
    String name = protocol.replace('-', '_') + "_" + System.nanoTime();
    List<Traffic> open = servers.open(echo, index -> port(services, "host", index), name);
    for (Traffic each : open) {
      each.awaitAnswers();
    }
    return new StallSide(localport, protocol, echo, open);
  }

  private static int port(List<JsonObject> services, String name, int index) {
    JsonObject service =
        services.stream().filter(each -> each.text("name").equals(name)).findFirst().orElseThrow();
    JsonObject port = service.objects("ports").get(index);
    return (int) port.objects("local").getFirst().number("port");
  }

  String protocol() {
    return protocol;
  }

  JsonObject service(String name) throws IOException, InterruptedException {
    return localport.json("status", name, "-o", "json").objects("services").getFirst();
  }

  /** Connects now, and completes with the moment of the answer in nanoseconds. */
  CompletableFuture<Long> connectLater() {
    return inParallel(() -> {
      try (Socket socket = Http.connect(echo)) {
        assertThat(echo(socket)).isTrue();
        return System.nanoTime();
      }
    });
  }

  private static boolean echo(Socket socket) throws IOException {
    byte[] line = "new\n".getBytes(StandardCharsets.UTF_8);
    socket.getOutputStream().write(line);
    return socket.getInputStream().readNBytes(line.length).length == line.length;
  }

  /** Connects again and again, and completes with how long after a moment one was served. */
  CompletableFuture<Duration> servedAfter(long begun) {
    return inParallel(() -> {
      Await.until("service of a new connection", this::isServedSoon);
      return Duration.ofNanos(System.nanoTime() - begun);
    });
  }

  /** One that came before the lateness was known shares the fate of its session. */
  private boolean isServedSoon() throws IOException {
    try (Socket socket = Http.connect(echo)) {
      socket.setSoTimeout((int) SOON.toMillis());
      return echo(socket);
    } catch (SocketTimeoutException _) {
      return false;
    }
  }

  /** Something that takes time. */
  interface Task<T> {
    /** Does it. */
    T call() throws IOException, InterruptedException;
  }

  /** Runs a task on a thread of its own. */
  static <T> CompletableFuture<T> inParallel(Task<T> task) {
    CompletableFuture<T> result = new CompletableFuture<>();
    OWN_THREAD.execute(() -> {
      try {
        result.complete(task.call());
      } catch (IOException | RuntimeException | AssertionError e) {
        result.completeExceptionally(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        result.completeExceptionally(e);
      }
    });
    return result;
  }

  /** Completes once all connections go on, with when each did, counted from a moment. */
  CompletableFuture<Map<String, Duration>> goOn(long over) {
    return each(traffic -> {
      traffic.awaitAnswers();
      return Duration.ofNanos(System.nanoTime() - over);
    });
  }

  /** Completes once all connections are broken, with when each was, counted from a moment. */
  CompletableFuture<Map<String, Duration>> breakDown(long begun) {
    return each(traffic -> traffic.awaitBroken(begun));
  }

  private interface Look {
    Duration at(Traffic traffic) throws IOException, InterruptedException;
  }

  private CompletableFuture<Map<String, Duration>> each(Look look) {
    Map<String, CompletableFuture<Duration>> looks = new LinkedHashMap<>();
    open.forEach(traffic -> looks.put(traffic.name(), inParallel(() -> look.at(traffic))));
    return CompletableFuture.allOf(looks.values().toArray(CompletableFuture[]::new))
        .thenApply(_ -> {
          Map<String, Duration> seen = new LinkedHashMap<>();
          looks.forEach((name, when) -> seen.put(name, when.join()));
          return seen;
        });
  }

  /** Fails unless nothing is lost, doubled or broken, and both services are well. */
  void assertWhole() throws IOException, InterruptedException {
    for (Traffic each : open) {
      each.assertWhole();
    }
    for (String name : List.of("echo", "host")) {
      JsonObject service =
          Await.until(
              "connected service",
              () -> service(name),
              seen -> seen.text("state").equals("connected"));
      assertThat(service.object("connections").number("failed")).isZero();
    }
  }

  /**
   * Returns when the first connection of its log was late, counted from a moment; a dash: never.
   */
  String statusAfter(Instant begun) throws IOException {
    Path log = localport.home().resolve("logs/services/echo.log");
    return Files.readAllLines(log).stream()
        .filter(line -> line.contains(" reconnecting ") || line.contains(" suspended "))
        .map(line -> Instant.parse(line.substring(0, line.indexOf(' '))))
        .filter(at -> at.isAfter(begun))
        .findFirst()
        .map(at -> StallTable.seconds(Duration.between(begun, at)))
        .orElse("-");
  }

  @Override
  public void close() throws IOException {
    List<Closeable> all = new ArrayList<>(open);
    all.add(localport);
    for (Closeable each : all) {
      each.close();
    }
  }
}
