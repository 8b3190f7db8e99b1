package dev.localport.daemon.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers GET /metrics on one address, with the HTTP server of the JDK, and only to requests for a
 * loopback host. At most {@link #MOST} requests at once; those on top see their connection end.
 */
final class MetricsServer implements AutoCloseable {
  static final String PATH = "/metrics";

  private static final Logger log = LoggerFactory.getLogger(MetricsServer.class);
  private static final int MOST = 8;
  private static final int BACKLOG = 16;
  private static final Duration UNUSED = Duration.ofSeconds(10);
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int NOT_ALLOWED = 405;
  private static final int MISDIRECTED = 421; // RFC 9110, 15.5.20
  private static final int NO_BODY = -1;

  private final HttpServer server;
  private final ThreadPoolExecutor requests;
  private final Supplier<String> text;

  /**
   * Listens from now on.
   *
   * @throws IOException if it cannot: usually because another process does
   */
  MetricsServer(InetSocketAddress address, Supplier<String> text) throws IOException {
    this.text = text;
    this.server = HttpServer.create(address, BACKLOG);
    this.requests =
        new ThreadPoolExecutor(
            0,
            MOST,
            UNUSED.toMillis(),
            TimeUnit.MILLISECONDS,
            new SynchronousQueue<>(),
            Thread.ofVirtual().name("metrics-", 0).factory());
    server.setExecutor(requests);
    server.createContext(PATH, this::handle);
    server.start();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!LocalHost.isNamedBy(exchange.getRequestHeaders().get("Host"))) {
        exchange.sendResponseHeaders(MISDIRECTED, NO_BODY);
        return;
      }
      if (!exchange.getRequestURI().getPath().equals(PATH)) {
        exchange.sendResponseHeaders(NOT_FOUND, NO_BODY);
        return;
      }
      switch (exchange.getRequestMethod()) {
        case "GET" -> answer(exchange, true);
        case "HEAD" -> answer(exchange, false);
        default -> {
          exchange.getResponseHeaders().set("Allow", "GET, HEAD");
          exchange.sendResponseHeaders(NOT_ALLOWED, NO_BODY);
        }
      }
    } catch (RuntimeException e) { // a bug costs this request, and is not left to the JDK's log
      log.atError().setCause(e).log("metrics request failed: bug");
    }
  }

  private void answer(HttpExchange exchange, boolean body) throws IOException {
    byte[] bytes = text.get().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", TextFormat.CONTENT_TYPE);
    exchange.sendResponseHeaders(OK, body ? bytes.length : NO_BODY);
    if (body) {
      exchange.getResponseBody().write(bytes);
    }
  }

  /** Listens no more, and ends what is being answered. */
  @Override
  public void close() {
    server.stop(0);
    requests.shutdownNow();
  }
}
