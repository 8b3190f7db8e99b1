package dev.localport.daemon.health;

import dev.localport.config.HealthProbe;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sends one request of HTTP/1.1 and looks at the answer; follows no redirect and uses no proxy. Not
 * by {@code java.net.http}: that opens its sockets itself, so it cannot go past the forward's
 * counters, refuses a {@code Host} of the user's, and costs threads.
 */
final class HttpCheck implements Check {
  private static final int PIECE = 16 * 1024;
  private static final int MOMENTS = 4;
  private static final Duration MOMENT = Duration.ofMillis(25);

  private final HealthProbe.Http probe;
  private final HttpUrl url;
  private final Route route;
  private final Tls tls;

  private HttpCheck(HealthProbe.Http probe, HttpUrl url, Route route, Tls tls) {
    this.probe = probe;
    this.url = url;
    this.route = route;
    this.tls = tls;
  }

  static HttpCheck of(HealthProbe.Http probe, Dialler dialler, @Nullable Path folder) {
    HttpUrl url = HttpUrl.of(probe.url(), probe.tls());
    return new HttpCheck(
        probe,
        url,
        new Route(dialler, url.host(), url.port()),
        Tls.of(probe.verifyTls(), probe.caFile(), folder));
  }

  @Override
  public String label() {
    return "%s %s %s".formatted(url.tls() ? "https" : "http", probe.method(), url.label());
  }

  @Override
  public String lateness() {
    return "no answer";
  }

  @Override
  public CheckOutcome run() throws InterruptedException {
    return route.check(this::over);
  }

  private CheckOutcome over(Connection connection) throws IOException {
    try {
      return judge(exchange(connection.socket()));
    } catch (GeneralSecurityException e) {
      return new CheckOutcome.Failed("TLS: " + e.getMessage());
    } catch (IllegalArgumentException e) { // a header's name, which the codec checks
      return new CheckOutcome.Failed("the request cannot be written: " + e.getMessage());
    }
  }

  private HttpExchange.Answer exchange(Socket plain) throws IOException, GeneralSecurityException {
    try (Socket socket = url.tls() ? tls.over(plain, url.hostName()) : plain) {
      HttpExchange.Answer answer =
          new HttpExchange(socket, probe.expectedContent()).send(request());
      awaitEnd(socket);
      return answer;
    }
  }

  /** A server that is let finish does not log that its client disconnected. */
  private static void awaitEnd(Socket socket) {
    byte[] rest = new byte[PIECE];
    try {
      socket.setSoTimeout((int) MOMENT.toMillis());
      for (int i = 0; i < MOMENTS && socket.getInputStream().read(rest) >= 0; i++) {
        // the rest is not needed
      }
    } catch (IOException e) {
      // the answer is there: how it ends says nothing
    }
  }

  private FullHttpRequest request() {
    FullHttpRequest request =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1, HttpMethod.valueOf(probe.method()), url.resource());
    int port = route.number().orElse(url.tls() ? 443 : 80);
    request
        .headers()
        .set(HttpHeaderNames.HOST, url.authority(port))
        .set(HttpHeaderNames.USER_AGENT, "localport-health-check")
        .set(HttpHeaderNames.ACCEPT, "*/*")
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    if (probe.method().startsWith("P")) { // POST and PUT: a body is expected, and is empty
      request.headers().set(HttpHeaderNames.CONTENT_LENGTH, 0);
    }
    if (url.userInfo() != null) {
      byte[] user = url.userInfo().getBytes(StandardCharsets.UTF_8);
      request
          .headers()
          .set(HttpHeaderNames.AUTHORIZATION, "Basic " + Base64.getEncoder().encodeToString(user));
    }
    probe.headers().forEach((name, value) -> request.headers().set(name, value));
    return request;
  }

  private CheckOutcome judge(HttpExchange.Answer answer) {
    if (!probe.expectedStatus().contains(answer.status())) {
      return new CheckOutcome.Failed(
          "returned %d, expected %s".formatted(answer.status(), expected(probe.expectedStatus())));
    }
    return answer.holdsContent()
        ? new CheckOutcome.Well()
        : new CheckOutcome.Failed(
            "returned %d, and %s does not contain \"%s\""
                .formatted(answer.status(), answer.looked(), probe.expectedContent()));
  }

  private static String expected(List<Integer> codes) {
    String last = String.valueOf(codes.getLast());
    return codes.size() == 1
        ? last
        : codes.subList(0, codes.size() - 1).stream()
                .map(String::valueOf)
                .collect(Collectors.joining(", "))
            + " or "
            + last;
  }
}
