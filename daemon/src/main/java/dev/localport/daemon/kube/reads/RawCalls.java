package dev.localport.daemon.kube.reads;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.localport.api.FailureKind;
import dev.localport.daemon.kube.client.ApiClient;
import dev.localport.daemon.kube.client.KubeException;
import dev.localport.daemon.kube.client.UnreadableAnswer;
import dev.localport.daemon.net.HttpAnswer;
import dev.localport.rpc.JsonObject;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Plain calls to an API server, with the client's credentials, trust and proxy, whose answers are
 * read as they arrive. Thread-safe; the calls block until their deadline at most, and an interrupt
 * ends them.
 *
 * <p>Answers are asked for packed, as kubectl does: a server packs what is over 128 KiB, and a list
 * of pods shrinks to a tenth or less.
 */
final class RawCalls {
  /** How much longer the client itself waits: our own deadline comes first and has better words. */
  private static final Duration SPARE = Duration.ofSeconds(1);

  private final ApiClient api;
  private final Clients clients;
  private final int window;

  /** Gives the client that is asked by. */
  private interface Clients {
    KubernetesClient get() throws KubeException;
  }

  /** Reads a JSON value whose first token is the current one. */
  @FunctionalInterface
  interface Reader {
    void read(JsonParser json) throws IOException;

    /** Takes the version of the list whose items it reads, a page at a time. */
    default void version(String text) {
      // few continue from there
    }
  }

  /** Makes something of a JSON text whose first token is the current one. */
  @FunctionalInterface
  interface Result<T> {
    T of(JsonParser json) throws IOException;
  }

  RawCalls(ApiClient api) {
    this(api, api::client, BodyStream.WINDOW);
  }

  private RawCalls(ApiClient api, Clients clients, int window) {
    this.api = api;
    this.clients = clients;
    this.window = window;
  }

  /** Returns calls whose answers may take minutes: each has a connection of its own. */
  static RawCalls watching(ApiClient api) {
    return new RawCalls(api, api::watching, BodyStream.WINDOW_OF_WATCH);
  }

  /** Returns the server that is asked, for words. */
  String server() {
    return api.server();
  }

  /** Requests a path; any response is an answer. */
  RawAnswer get(String path, CallDeadline deadline) throws KubeException {
    KubernetesClient client = clients.get();
    return send(client.getHttpClient(), request(client, path, deadline).build(), deadline);
  }

  /** Reads the JSON at a path; an answer that is no success is a failure. */
  <T> T read(String path, CallDeadline deadline, Result<T> result) throws KubeException {
    try (RawAnswer answer = get(path, deadline)) {
      return read(answer, result);
    }
  }

  /**
   * Asks for a path whose answer may continue for as long as it likes; an answer that is no success
   * is a failure. It keeps a connection of its own.
   *
   * @param deadline for its headers
   */
  void open(String path, CallDeadline deadline, LogBody body) throws KubeException {
    KubernetesClient client = api.watching();
    HttpRequest request = to(client, path).timeout(0, TimeUnit.MILLISECONDS).build();
    HttpResponse<AsyncBody> response =
        headers(client.getHttpClient().consumeBytes(request, body), deadline);
    if (response.isSuccessful()) {
      body.begin(response.body());
      return;
    }
    response.body().cancel();
    try (RawAnswer again = get(path, deadline)) { // the words of a refusal, with their limits
      throw again.isSuccess()
          ? failure(new IOException("an answer %d".formatted(response.code())))
          : refusal(again);
    }
  }

  /** Posts JSON and reads the answer. */
  <T> T post(String path, JsonObject body, CallDeadline deadline, Result<T> result)
      throws KubeException {
    KubernetesClient client = clients.get();
    HttpRequest request =
        request(client, path, deadline).post("application/json", body.toString()).build();
    try (RawAnswer answer = send(client.getHttpClient(), request, deadline)) {
      return read(answer, result);
    }
  }

  private static HttpRequest.Builder request(
      KubernetesClient client, String path, CallDeadline deadline) {
    HttpRequest.Builder request =
        to(client, path).timeout(deadline.left().plus(SPARE).toMillis(), TimeUnit.MILLISECONDS);
    request.setHeader("Accept-Encoding", "gzip");
    return request;
  }

  private static HttpRequest.Builder to(KubernetesClient client, String path) {
    String base = client.getMasterUrl().toString();
    String server = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    return client.getHttpClient().newHttpRequestBuilder().uri(server + path);
  }

  private RawAnswer send(HttpClient http, HttpRequest request, CallDeadline deadline)
      throws KubeException {
    BodyStream body = new BodyStream(deadline, window);
    long asked = System.nanoTime();
    HttpResponse<AsyncBody> response = headers(http.consumeBytes(request, body), deadline);
    Duration took = Duration.ofNanos(System.nanoTime() - asked);
    body.begin(response.body());
    return new RawAnswer(response, took, body);
  }

  private HttpResponse<AsyncBody> headers(
      CompletableFuture<HttpResponse<AsyncBody>> answer, CallDeadline deadline)
      throws KubeException {
    try {
      return answer.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt(); // the caller is being stopped, and sees it
      throw failure(new InterruptedIOException("the call was stopped"));
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw failure(new SocketTimeoutException("no answer within " + deadline.words()));
    } catch (ExecutionException e) {
      throw failure(new IOException("no answer", e.getCause()));
    }
  }

  private <T> T read(RawAnswer answer, Result<T> result) throws KubeException {
    if (!answer.isSuccess()) {
      throw refusal(answer);
    }
    try (JsonParser json = JsonWalk.open(answer.body())) {
      json.nextToken();
      return result.of(json);
    } catch (JsonProcessingException e) {
      throw new KubeException(
          FailureKind.SESSION,
          "the API server %s returned an invalid response: %s"
              .formatted(api.server(), UnreadableAnswer.find(e).orElse("")),
          e);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Returns the failure that an answer without success is, with the words of its Status. */
  KubeException refusal(RawAnswer answer) {
    HttpAnswer said = answer.said();
    Status status =
        new StatusBuilder()
            .withCode(answer.code())
            .withMessage(said.words())
            .withStatus(said.isKubernetes() ? "Failure" : null)
            .build();
    return api.failure(new KubernetesClientException(said.words(), answer.code(), status));
  }

  /** Returns the failure that no answer is, or half of one. */
  KubeException failure(IOException thrown) {
    return api.failure(new KubernetesClientException(String.valueOf(thrown.getMessage()), thrown));
  }
}
