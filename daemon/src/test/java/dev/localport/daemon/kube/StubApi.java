package dev.localport.daemon.kube;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.localport.api.ProxyVariables;
import dev.localport.daemon.kube.client.KubeException;
import dev.localport.daemon.kube.reads.ClusterReads;
import dev.localport.daemon.net.Transport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * An API server that says what a test has written for it, and a context that asks it. Runs from
 * before each test of a class until after it, as a JUnit extension.
 */
final class StubApi implements BeforeEachCallback, AfterEachCallback {
  static final Duration PATIENT = Duration.ofSeconds(30);

  /** What was asked, in order: path and query. */
  final List<String> asked = new CopyOnWriteArrayList<>();

  /** From where it was asked: one address is one connection. */
  final List<InetSocketAddress> clients = new CopyOnWriteArrayList<>();

  private final Map<String, HttpHandler> answers = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Transport transport = Transport.open(1);
  private final KubeContexts contexts;

  @SuppressWarnings("NullAway.Init") // beforeEach() is the first to be called
  private HttpServer server;

  @SuppressWarnings("NullAway.Init") // as above
  private Path kubeconfig;

  StubApi() {
    this(InstantSource.system());
  }

  StubApi(InstantSource clock) {
    contexts = new KubeContexts(clock, transport);
  }

  @Override
  public void beforeEach(ExtensionContext test) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
    kubeconfig =
        Files.writeString(
            Files.createTempFile("stub-api-", ".kubeconfig"),
            """
            current-context: dev
            contexts: [{name: dev, context: {cluster: c}}]
            clusters: [{name: c, cluster: {server: "%s"}}]
            """
                .formatted(url()));
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  ClusterReads reads() throws KubeException {
    return context().reads();
  }

  KubeContext context() throws KubeException {
    return contexts.open(new KubeShell(kubeconfig.toString(), ProxyVariables.NONE), null);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String uri = exchange.getRequestURI().toString();
    asked.add(uri);
    clients.add(exchange.getRemoteAddress());
    HttpHandler handler =
        answers.getOrDefault(
            uri, answers.getOrDefault(exchange.getRequestURI().getPath(), saying(404, "")));
    try (exchange) {
      handler.handle(exchange);
    }
  }

  /** Sets what is answered at a path, or at a path with just this query. */
  void on(String path, HttpHandler handler) {
    answers.put(path, handler);
  }

  void on(String path, String json) {
    on(path, saying(200, json));
  }

  /** Sets a Status as an answer. */
  void refuse(String path, int code, String message) {
    String status =
        "{\"kind\":\"Status\",\"status\":\"Failure\",\"message\":\"%s\",\"code\":%d}"
            .formatted(message.replace("\"", "\\\""), code);
    on(path, saying(code, status));
  }

  static HttpHandler saying(int code, String body) {
    return exchange -> {
      byte[] bytes = body.getBytes(UTF_8);
      exchange
          .getResponseHeaders()
          .set("Content-Type", body.startsWith("{") ? "application/json" : "text/plain");
      exchange.sendResponseHeaders(code, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    };
  }

  /** Says it packed, if the client can unpack. */
  static HttpHandler packed(String body) {
    return exchange -> {
      String accepted = exchange.getRequestHeaders().getFirst("Accept-Encoding");
      if (accepted == null || !accepted.contains("gzip")) {
        saying(406, "not packed").handle(exchange);
        return;
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (OutputStream out = new GZIPOutputStream(bytes)) {
        out.write(body.getBytes(UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      exchange.getResponseHeaders().set("Content-Encoding", "gzip");
      exchange.sendResponseHeaders(200, bytes.size());
      exchange.getResponseBody().write(bytes.toByteArray());
    };
  }

  @Override
  public void afterEach(ExtensionContext test) throws IOException {
    Files.delete(kubeconfig);
    contexts.close();
    server.stop(0);
    threads.shutdownNow();
    try {
      transport.close(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the test is being stopped
    }
  }
}
