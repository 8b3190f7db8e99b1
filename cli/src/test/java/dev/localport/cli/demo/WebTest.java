package dev.localport.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import dev.localport.api.ExitCode;
import dev.localport.cli.client.CommandException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebTest {
  private final EndSignal signal = new EndSignal();
  private final Web web = new Web(signal);
  private HttpServer server;
  private String url;

  @BeforeEach
  void aServerThatSaysItsRequest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          byte[] answer = (exchange.getRequestMethod() + " " + path + "\n").getBytes(UTF_8);
          exchange.sendResponseHeaders(path.equals("/no") ? 404 : 200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    url = "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void anAnswerIsItsTextWithoutTheLineEnd() throws CommandException, InterruptedException {
    try (Web.Exchange get = web.get(url + "/yes");
        Web.Exchange post = web.post(url + "/yes")) {
      assertThat(get.answer()).isEqualTo("GET /yes");
      assertThat(post.answer()).isEqualTo("POST /yes");
    }
  }

  @Test
  void anotherStatusIsAFailure() {
    try (Web.Exchange get = web.get(url + "/no")) {
      assertThatExceptionOfType(CommandException.class)
          .isThrownBy(get::answer)
          .withMessage("GET %s/no: 404, GET /no".formatted(url));
    }
  }

  @Test
  void aServerThatIsNotThereIsAFailure() {
    server.stop(0);
    try (Web.Exchange get = web.get(url)) {
      assertThatExceptionOfType(CommandException.class)
          .isThrownBy(get::answer)
          .withMessageStartingWith("GET %s: java.net.ConnectException".formatted(url));
    }
  }

  @Test
  void theEndEndsTheWait() {
    try (Web.Exchange get = web.get(url + "/yes")) {
      signal.ask();

      assertThatExceptionOfType(CommandException.class)
          .isThrownBy(get::answer)
          .satisfies(e -> assertThat(e.exitCode()).isEqualTo(ExitCode.INTERRUPTED));
    }
  }
}
