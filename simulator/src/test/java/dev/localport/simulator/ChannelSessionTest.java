package dev.localport.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.testing.Await;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server's side of v4.channel.k8s.io, message by message. */
class ChannelSessionTest {
  private static final String CHANNEL = "v4.channel.k8s.io";

  @TempDir static Path folder;
  @AutoClose private static Simulator simulator;
  private static String pod;

  private final Messages messages = new Messages();

  @BeforeAll
  static void start() throws IOException, GeneralSecurityException, InterruptedException {
    simulator = Simulator.start(folder);
    pod = simulator.awaitPod("app=moods");
  }

  @AfterEach
  void clear() throws IOException, InterruptedException {
    simulator.control("clear");
  }

  private WebSocket open(String query, String protocol) throws IOException {
    URI https =
        simulator.server().resolve("/api/v1/namespaces/demo/pods/" + pod + "/portforward" + query);
    return Await.get(
        simulator
            .client()
            .newWebSocketBuilder()
            .header("Authorization", "Bearer " + simulator.token())
            .subprotocols(protocol)
            .buildAsync(
                URI.create("wss" + https.toString().substring("https".length())), messages));
  }

  private void await(String message) {
    Await.until(message + " comes", () -> messages.all.contains(message));
  }

  private static void send(WebSocket socket, int channel, String text) {
    byte[] bytes = (" " + text).getBytes(UTF_8);
    bytes[0] = (byte) channel;
    var _ = Await.get(socket.sendBinary(ByteBuffer.wrap(bytes), true));
  }

  @Test
  void eachChannelBeginsWithItsPortAndCarriesItsOwnBytes() throws IOException {
    WebSocket socket = open("?ports=9001&ports=9007", CHANNEL);
    await("2: 220 " + pod + " ready\r\n");

    send(socket, 0, "one");
    await("0: one");
    send(socket, 2, "two");
    await("2: two");

    assertThat(messages.all.subList(0, 4))
        .as("9001 is 0x2329, 9007 is 0x232f")
        .containsExactly("0: )#", "1: )#", "2: /#", "3: /#");
    socket.abort();
  }

  @Test
  void aRefusedPortIsToldOnItsErrorChannelAndTheLastOneEndsTheSession() throws IOException {
    var _ = open("?ports=9999,9009", CHANNEL);

    Await.until("the end", () -> messages.all.contains("closed 1000"));
    assertThat(messages.all)
        .anyMatch(it ->
            it.startsWith("1: error forwarding port 9999 to pod ")
                && it.contains("connection refused"))
        .noneMatch(it -> it.startsWith("3: error"));
  }

  @Test
  void messagesToNobodyAreDroppedAndPingsAnswered() throws IOException {
    WebSocket socket = open("?ports=9001", CHANNEL);
    var _ = Await.get(socket.sendBinary(ByteBuffer.allocate(0), true));
    send(socket, 1, "to an error channel");
    send(socket, 200, "to none");
    var _ = Await.get(socket.sendPing(ByteBuffer.wrap(new byte[] {'?'})));
    await("pong");

    send(socket, 0, "still here");

    await("0: still here");
    var _ = Await.get(socket.sendClose(WebSocket.NORMAL_CLOSURE, ""));
    Await.until("the end", () -> messages.all.contains("closed 1000"));
  }

  @Test
  void textEndsTheSession() throws IOException {
    WebSocket socket = open("?ports=9001", CHANNEL);

    var _ = Await.get(socket.sendText("hello", true));

    Await.until("the end", () -> messages.all.contains("closed 1000"));
  }

  @Test
  void whatCannotBeSpokenIsABadRequest() throws IOException, InterruptedException {
    assertRefused("", CHANNEL);
    assertRefused("?ports=x", CHANNEL);
    assertRefused("?ports=9001", "v9.channel.k8s.io");
    simulator.control("protocols?speak=spdy");
    assertRefused("?ports=9001", CHANNEL);
  }

  private void assertRefused(String query, String protocol) {
    assertThatThrownBy(() -> open(query, protocol))
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            refused -> assertThat(refused.getResponse().statusCode()).isEqualTo(400));
  }

  /** Keeps every message as its channel and its text. */
  private static final class Messages implements WebSocket.Listener {
    private final List<String> all = new CopyOnWriteArrayList<>();
    private final ByteArrayOutputStream partial = new ByteArrayOutputStream();

    @Override
    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      while (data.hasRemaining()) {
        partial.write(data.get());
      }
      if (last) {
        byte[] message = partial.toByteArray();
        partial.reset();
        all.add(message[0] + ": " + new String(message, 1, message.length - 1, UTF_8));
      }
      socket.request(1);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
      all.add("pong");
      socket.request(1);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      all.add("closed " + code);
      return CompletableFuture.completedFuture(null);
    }
  }
}
