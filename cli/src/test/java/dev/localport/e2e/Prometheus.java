package dev.localport.e2e;

import dev.localport.rpc.JsonObject;
import dev.localport.testing.Await;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A Prometheus of the machine's, as a child of the test, on a free loopback port. */
final class Prometheus implements Closeable {
  private final RunningProgram program;
  private final int port;
  private final HttpClient http = HttpClient.newHttpClient();

  private Prometheus(RunningProgram program, int port) {
    this.program = program;
    this.port = port;
  }

  /** Starts one with a configuration; its data lie below the folder. */
  static Prometheus start(Path config, Path folder) throws IOException {
    String program = Programs.need("prometheus", "prometheus");
    int port = Ports.quiet();
    Prometheus started =
        new Prometheus(
            RunningProgram.start(
                new ProcessBuilder(
                    program,
                    "--config.file=" + config,
                    "--storage.tsdb.path=" + folder.resolve("data"),
                    "--web.listen-address=127.0.0.1:" + port,
                    "--log.level=warn")),
            port);
    Await.until("Prometheus: " + started.program.stderr(), started::isReady);
    return started;
  }

  private boolean isReady() throws InterruptedException {
    try {
      return send("/-/ready").statusCode() == 200;
    } catch (IOException _) {
      return false; // it does not listen yet
    }
  }

  private HttpResponse<String> send(String path) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** Returns what its API answers; anything but success fails the test. */
  JsonObject get(String path) throws IOException, InterruptedException {
    HttpResponse<String> answer = send("/api/v1/" + path);
    if (answer.statusCode() != 200) {
      throw new AssertionError("%s: %s".formatted(path, answer.body()));
    }
    return JsonObject.parse(answer.body());
  }

  /** Tells whether a query has data now; one that is not PromQL fails the test. */
  boolean hasData(String query) throws IOException, InterruptedException {
    String encoded = URLEncoder.encode(query, StandardCharsets.UTF_8);
    return !get("query?query=" + encoded).object("data").objects("result").isEmpty();
  }

  @Override
  public void close() {
    program.close();
    http.close();
  }
}
