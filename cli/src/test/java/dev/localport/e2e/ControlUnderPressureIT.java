package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.rpc.JsonObject;
import dev.localport.testing.Await;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A daemon that is short of file descriptors, or whose socket is full of callers that want nothing:
 * open connections live on, and every command answers. How long each took is printed; two seconds
 * are the target, and ten times as long fails the test.
 */
@Tag("ci")
class ControlUnderPressureIT {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int DESCRIPTORS = 256; // the default of macOS
  private static final int OPEN = 20;
  private static final int MORE = 400;
  private static final int IDLE = 300;
  private static final String NOTE = "out of file descriptors (limit 256)";

  @TempDir Path temporary;
  private final List<AutoCloseable> opened = new ArrayList<>();
  private SimulatedCluster cluster;
  private LocalportProgram localport;

  @BeforeEach
  void open() throws IOException, InterruptedException {
    cluster = SimulatedCluster.start(temporary);
    localport = new LocalportProgram(temporary, cluster.kubeconfig());
    localport.config(
        """
        version: "1.0"
        services:
          - name: echo
            connection: {resource_type: deployment, resource_name: web, namespace: demo}
            local_port: auto
            remote_port: echo
          - name: web
            connection: {resource_name: web, namespace: demo}
            local_port: auto
            remote_port: 80
        """);
  }

  @AfterEach
  void close() throws IOException {
    for (AutoCloseable one : opened) {
      closeQuietly(one);
    }
    localport.close();
    cluster.close();
  }

  private static void closeQuietly(AutoCloseable one) {
    try {
      one.close();
    } catch (Exception e) { // what AutoCloseable declares; the test is over
      throw new AssertionError(e);
    }
  }

  @Test
  void fourHundredConnectionsAnd256DescriptorsCostNoOpenConnectionAndNoCommand()
      throws IOException, InterruptedException {
    startDaemonWith(DESCRIPTORS);
    command("start");
    int port = Ports.of(localport, "echo");
    List<Socket> open = connections(port, OPEN);
    open.forEach(ControlUnderPressureIT::roundTrip);

    List<Socket> more = connections(port, MORE);
    Await.until("note", () -> command("status").stderr(), text -> text.contains(NOTE));
    for (int i = 0; i < IDLE; i++) {
      opened.add(caller(i % 2 == 0)); // more than the daemon has descriptors for
    }
    for (String line :
        List.of(
            "status",
            "status echo",
            "logs -n 5",
            "explain echo",
            "stop web",
            "start web",
            "reconnect web",
            "cluster status",
            "daemon status")) {
      command(line.split(" "));
      open.forEach(ControlUnderPressureIT::roundTrip);
    }
    for (Socket socket : more) {
      socket.close();
    }

    Await.until("no note", () -> command("status").stderr(), text -> !text.contains(NOTE));
    open.forEach(ControlUnderPressureIT::roundTrip);
    connections(port, OPEN).forEach(ControlUnderPressureIT::roundTrip);
    assertThat(failed("echo")).isZero();
  }

  @Test
  void threeHundredIdleCallersLockNoCommandOut() throws IOException, InterruptedException {
    command("start");
    RunningProgram forward = localport.start("forward", "-n", "demo", "svc/web", "0:80");
    opened.add(forward);
    forward.awaitLine("127.0.0.1:");

    List<Socket> open = connections(Ports.of(localport, "echo"), OPEN);

    for (int i = 0; i < IDLE; i++) {
      opened.add(caller(i % 2 == 0));
    }
    for (String line :
        List.of("status", "logs -n 5", "explain echo", "stop web", "start web", "daemon status")) {
      command(line.split(" "));
      open.forEach(ControlUnderPressureIT::roundTrip);
    }

    assertThat(forward.isAlive()).isTrue();
    assertThat(forward.stderr()).noneMatch(line -> line.contains("closed"));
    assertThat(failed("echo")).isZero();
  }

  /** Starts the daemon as a shell would that has so few descriptors. */
  private void startDaemonWith(int descriptors) throws IOException, InterruptedException {
    ProcessBuilder builder = localport.builder("daemon", "start");
    List<String> limited = new ArrayList<>(List.of("sh", "-c"));
    limited.add("ulimit -n %d && exec \"$@\"".formatted(descriptors));
    limited.add("sh");
    limited.addAll(builder.command());
    try (RunningProgram start = RunningProgram.start(builder.command(limited))) {
      Result result = start.awaitEnd();
      assertThat(result.exit()).as(result.toString()).isZero();
    }
  }

  private Result command(String... arguments) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    Result result = localport.run(arguments);
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    System.out.printf("%s: %d ms%n", String.join(" ", arguments), took.toMillis());
    assertThat(result.exit()).as(result.toString()).isZero();
    assertThat(took).as(String.join(" ", arguments)).isLessThan(LIMIT);
    return result;
  }

  private List<Socket> connections(int port, int count) throws IOException {
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Socket socket = Http.connect(port);
      opened.add(socket);
      sockets.add(socket);
    }
    return sockets;
  }

  /** Sends a line to an echo server and reads it back, over a connection that stays open. */
  private static void roundTrip(Socket socket) {
    byte[] sent = "still there\n".getBytes(StandardCharsets.UTF_8);
    try {
      socket.getOutputStream().write(sent);
      InputStream in = socket.getInputStream();
      assertThat(in.readNBytes(sent.length)).isEqualTo(sent);
    } catch (IOException e) {
      throw new AssertionError("an open connection was lost", e);
    }
  }

  private long failed(String service) throws IOException, InterruptedException {
    JsonObject status = localport.json("status", service, "-o", "json");
    return status.objects("services").getFirst().object("connections").number("failed");
  }

  private SocketChannel caller(boolean silent) throws IOException {
    Path socket = localport.home().resolve("daemon.sock");
    SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
    if (!silent) {
      String hello =
          "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"daemon.hello\",\"params\":{\"protocol\":1}}\n";
      channel.write(ByteBuffer.wrap(hello.getBytes(StandardCharsets.UTF_8)));
    }
    return channel;
  }
}
