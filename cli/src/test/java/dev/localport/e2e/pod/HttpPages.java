package dev.localport.e2e.pod;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/** The HTTP half of {@link TestServer}: the pages that the end-to-end tests ask for. */
final class HttpPages implements Closeable {
  private static final byte[] BLOCK =
      "0123456789abcdef".repeat(4_096).getBytes(StandardCharsets.US_ASCII);

  /** Writes one page. */
  @FunctionalInterface
  private interface Page {
    void write(HttpExchange exchange) throws IOException;
  }

  private final HttpServer server;

  private HttpPages(HttpServer server) {
    this.server = server;
  }

  static HttpPages open(InetSocketAddress address) throws IOException {
    HttpPages pages = new HttpPages(HttpServer.create(address, 0));
    pages.add("/healthz", exchange -> answer(exchange, "ok\n"));
    pages.add("/readyz", exchange -> answer(exchange, "ok\n"));
    pages.add("/whoami", exchange -> answer(exchange, whoami()));
    pages.add("/bytes", HttpPages::bytes);
    pages.add("/sink", HttpPages::sink);
    pages.add("/delay", HttpPages::delay);
    pages.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    pages.server.start();
    return pages;
  }

  private void add(String path, Page page) {
    server.createContext(
        path,
        exchange -> {
          try (exchange) {
            page.write(exchange);
          }
        });
  }

  int port() {
    return server.getAddress().getPort();
  }

  private static String whoami() {
    return "{\"pod\":\"%s\",\"namespace\":\"%s\",\"pid\":%d}\n"
        .formatted(variable("POD_NAME"), variable("POD_NAMESPACE"), ProcessHandle.current().pid());
  }

  private static String variable(String name) {
    return Optional.ofNullable(System.getenv(name)).orElse("");
  }

  /** {@code /bytes?n=N}: so many bytes. */
  private static void bytes(HttpExchange exchange) throws IOException {
    long left = number(exchange, "n");
    exchange.sendResponseHeaders(200, left == 0 ? -1 : left);
    try (OutputStream body = exchange.getResponseBody()) {
      while (left > 0) {
        int length = (int) Math.min(left, BLOCK.length);
        body.write(BLOCK, 0, length);
        left -= length;
      }
    }
  }

  /** {@code /sink}: the number of bytes in the request. */
  private static void sink(HttpExchange exchange) throws IOException {
    long count = exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
    answer(exchange, "{\"bytes\":%d}\n".formatted(count));
  }

  /** {@code /delay?ms=N}: answers so much later. */
  private static void delay(HttpExchange exchange) throws IOException {
    Duration wait = Duration.ofMillis(number(exchange, "ms"));
    LockSupport.parkNanos(wait.toNanos());
    answer(exchange, "waited %d ms\n".formatted(wait.toMillis()));
  }

  /** Reads a number of the query; sizes may end in k or m, powers of 1024; missing is 0. */
  private static long number(HttpExchange exchange, String key) {
    String query = Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("");
    for (String pair : query.split("&", -1)) {
      if (pair.startsWith(key + "=")) {
        return size(pair.substring(key.length() + 1));
      }
    }
    return 0;
  }

  private static long size(String text) {
    if (text.endsWith("k")) {
      return Long.parseLong(text.substring(0, text.length() - 1)) << 10;
    }
    if (text.endsWith("m")) {
      return Long.parseLong(text.substring(0, text.length() - 1)) << 20;
    }
    return Long.parseLong(text);
  }

  private static void answer(HttpExchange exchange, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
