package dev.localport.e2e.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.e2e.pod.TestServer.Behaviour;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TestServerTest {
  private TestServer server;

  @BeforeEach
  void start() throws IOException {
    server = TestServer.start(InetAddress.getLoopbackAddress(), _ -> 0);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void echoAnswersAHalfCloseWithAllThatCameAndAHalfClose() throws IOException {
    assertThat(ask(Behaviour.ECHO, "hello")).isEqualTo("hello");
  }

  @Test
  void discardAnswersTheCountAfterAHalfClose() throws IOException {
    assertThat(ask(Behaviour.DISCARD, "hello")).isEqualTo("5\n");
  }

  @Test
  void greetingSpeaksFirstAndThenEchoes() throws IOException {
    assertThat(ask(Behaviour.GREETING, "EHLO")).isEqualTo("220 testserver ready\r\nEHLO");
  }

  @Test
  void closeEndsInOrder() throws IOException {
    try (Socket socket = connect(Behaviour.CLOSE)) {
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void resetIsNoOrderlyEnd() throws IOException {
    try (Socket socket = connect(Behaviour.RESET)) {
      assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketException.class);
    }
  }

  @Test
  void chargenSendsThePatternWithoutBeingAsked() throws IOException {
    try (Socket socket = connect(Behaviour.CHARGEN)) {
      byte[] first = socket.getInputStream().readNBytes(20);
      assertThat(first).asString(StandardCharsets.US_ASCII).isEqualTo("01234567890123456789");
    }
  }

  @Test
  void pagesAnswer() throws IOException, InterruptedException {
    assertThat(get("/healthz")).isEqualTo("ok\n");
    assertThat(get("/readyz")).isEqualTo("ok\n");
    assertThat(get("/bytes?n=100k")).hasSize(102_400);
    assertThat(get("/bytes")).isEmpty();
    assertThat(get("/delay?ms=1")).isEqualTo("waited 1 ms\n");
    assertThat(get("/whoami")).startsWith("{\"pod\":\"");
    assertThat(post("/sink", "x".repeat(70_000))).isEqualTo("{\"bytes\":70000}\n");
  }

  private String ask(Behaviour behaviour, String question) throws IOException {
    try (Socket socket = connect(behaviour)) {
      socket.getOutputStream().write(question.getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  private Socket connect(Behaviour behaviour) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), server.port(behaviour));
  }

  private String get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri(path)).build());
  }

  private String post(String path, String body) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri(path)).POST(BodyPublishers.ofString(body)).build());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.httpPort() + path);
  }

  private static String send(HttpRequest request) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      assertThat(response.statusCode()).isEqualTo(200);
      return response.body();
    }
  }
}
