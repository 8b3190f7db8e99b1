package dev.localport.daemon.kube.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.daemon.net.ForeignAnswerException;
import dev.localport.daemon.net.HttpAnswer;
import dev.localport.testing.Await;
import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client against a server on loopback that answers as a test says. */
class GuardedHttpTest {
  private static final String OK =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";

  private static final String REDIRECT =
      """
      HTTP/1.1 302 Found
      Location: https://u:p@login.example.com/in?token=x
      Content-Length: 0

      """
          .replace("\n", "\r\n");

  /** Answers the nth request of a connection, which is the mth; null: it is closed. */
  private interface Script {
    byte[] answer(int connection, int request, String head);
  }

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private SharedHttp shared;
  private ServerSocket listener;
  private HttpClient client;
  private volatile Script script = (_, _, _) -> bytes(OK);

  @BeforeEach
  void open() throws IOException {
    shared = new SharedHttp();
    RequestConfig once = new RequestConfigBuilder().withRequestRetryBackoffLimit(0).build();
    client = shared.calls(null).newBuilder().tag(once).build();
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    listener.close();
    shared.close();
  }

  private void accept() {
    try {
      for (int connection = 1; true; connection++) {
        Socket socket = listener.accept();
        int number = connection;
        Thread.ofVirtual().start(() -> serve(socket, number));
      }
    } catch (IOException _) {
      // closed: the only way out of the loop
    }
  }

  private void serve(Socket socket, int connection) {
    try (socket) {
      for (int request = 1; true; request++) {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
          int next = socket.getInputStream().read();
          if (next < 0) {
            return;
          }
          head.append((char) next);
        }
        asked.add("connection %d, request %d".formatted(connection, request));
        byte[] answer = script.answer(connection, request, head.toString());
        if (answer.length == 0) {
          return;
        }
        socket.getOutputStream().write(answer);
      }
    } catch (IOException _) {
      // the client has enough of it
    }
  }

  private HttpRequest.Builder request() {
    return client
        .newHttpRequestBuilder()
        .uri("http://127.0.0.1:%d/livez".formatted(listener.getLocalPort()));
  }

  private HttpResponse<byte[]> get()
      throws ExecutionException, InterruptedException, TimeoutException {
    return client.sendAsync(request().build(), byte[].class).get(30, TimeUnit.SECONDS);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  @Test
  void ofARefusalOnlyTheBeginningIsRead()
      throws ExecutionException, InterruptedException, TimeoutException {
    int length = 4 * HttpAnswer.MOST_BODY;
    String head =
        "HTTP/1.1 403 No\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            .formatted(length);
    script = (_, _, _) -> bytes(head + "{".repeat(length / 2)); // the other half never comes

    HttpResponse<byte[]> answer = get();

    assertThat(answer.code()).isEqualTo(403);
    assertThat(answer.body()).hasSize(HttpAnswer.MOST_BODY);
  }

  @Test
  void aGetThatAnIdleConnectionDidNotAnswerIsAskedOnceMore() {
    script = (connection, request, _) -> bytes(connection == 1 && request == 2 ? "" : OK);

    Await.until("second request over the first connection", this::isFirstConnectionUsedAgain);
    assertThat(asked.getLast()).isNotEqualTo("connection 1, request 2");
  }

  /** Asks once more, and is answered in any case. */
  private boolean isFirstConnectionUsedAgain() throws InterruptedException {
    try {
      assertThat(get().code()).isEqualTo(200);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError(e);
    }
    return asked.contains("connection 1, request 2");
  }

  @Test
  void aServerThatNeverAnswersIsAskedTwiceAndNotMore() {
    script = (_, _, _) -> bytes("");

    assertThatThrownBy(this::get).isInstanceOf(ExecutionException.class);
    assertThat(asked).hasSize(2);
  }

  @Test
  void whatChangesSomethingIsNeverAskedTwice() {
    script = (_, _, _) -> bytes("");

    assertThatThrownBy(() ->
            client
                .sendAsync(request().post("application/json", "{}").build(), byte[].class)
                .get(30, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class);
    assertThat(asked).hasSize(1);
  }

  @Test
  void aPageInPlaceOfAnAnswerIsNamedByItsTitle() {
    String html = "<html><head><title>Welcome to\u001b[31m Café</title></head></html>";
    script =
        (_, _, _) ->
            bytes(
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%s"
                    .formatted(html.length(), html));

    assertForeign("a page \"Welcome to [31m Caf\ufffd\" (200)");
  }

  @Test
  void aRedirectIsNamedAndNotFollowed() {
    script = (_, _, _) -> bytes(REDIRECT);

    assertForeign("redirects to https://login.example.com/in");
    assertThat(asked).hasSize(1);
  }

  @Test
  void a403WithoutAStatusIsNoneOfTheApiServers() {
    script =
        (_, _, _) ->
            bytes(
                "HTTP/1.1 403 Forbidden\r\nServer: squid/6.1\r\nContent-Type: text/plain\r\n"
                    + "Content-Length: 7\r\n\r\nblocked");

    assertForeign("HTTP 403 Forbidden: blocked from squid/6.1");
  }

  private void assertForeign(String words) {
    assertThatThrownBy(this::get)
        .hasCauseInstanceOf(ForeignAnswerException.class)
        .rootCause()
        .hasMessage(words);
  }

  @Test
  void anAnswerThatNeverEndsFailsTheCall() {
    int most = GuardedHttp.MOST_BYTES;
    script =
        (_, _, _) -> {
          byte[] answer = new byte[most + 1_000_000];
          byte[] head =
              bytes(
                  "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                      .formatted(10L * most));
          System.arraycopy(head, 0, answer, 0, head.length);
          return answer;
        };

    assertThatThrownBy(this::get).rootCause().hasMessage("its response is longer than 16 MiB");
  }
}
