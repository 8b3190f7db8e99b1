package dev.localport.daemon.kube.reads;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.localport.daemon.net.HttpAnswer;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** An answer of an API server whose headers are there, and whose body comes as it is read. */
final class RawAnswer implements AutoCloseable {
  private static final int MOST_TEXT = 64 * 1024;

  private final HttpResponse<?> response;
  private final Duration took;
  private final BodyStream body;

  RawAnswer(HttpResponse<?> response, Duration took, BodyStream body) {
    this.response = response;
    this.took = took;
    this.body = body;
  }

  /** Returns how long it was from the request to the headers. */
  Duration took() {
    return took;
  }

  int code() {
    return response.code();
  }

  boolean isSuccess() {
    return code() >= 200 && code() < 300;
  }

  @Nullable String header(String name) {
    return response.header(name);
  }

  /** Returns the body; close it to give back what unpacking takes. */
  InputStream body() throws IOException {
    InputStream unpacked =
        "gzip".equalsIgnoreCase(header("Content-Encoding"))
            ? new GZIPInputStream(body, MOST_TEXT)
            : body;
    return new FairStream(unpacked, body.deadline());
  }

  /** Reads the body as text, the first 64 KiB of it. */
  String text() throws IOException {
    try (InputStream in = body()) {
      return new String(in.readNBytes(MOST_TEXT), UTF_8);
    }
  }

  /** Returns what an answer without success says to people. */
  HttpAnswer said() {
    String text;
    try {
      text = text();
    } catch (IOException _) {
      text = ""; // its words did not arrive
    }
    return new HttpAnswer(
        code(),
        Objects.requireNonNullElse(response.message(), ""),
        header("Server"),
        header("Location"),
        Objects.requireNonNullElse(header("Content-Type"), ""),
        text);
  }

  @Override
  public void close() {
    body.close();
  }
}
