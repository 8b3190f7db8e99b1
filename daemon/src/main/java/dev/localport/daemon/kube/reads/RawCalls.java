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

  /** Reads a JSON value whose first token is the current one. */
  @FunctionalInterface
  interface Reader {
    void read(JsonParser json) throws IOException;
  }

  /** Makes something of a JSON text whose first token is the current one. */
  @FunctionalInterface
  interface Result<T> {
    T of(JsonParser json) throws IOException;
  }

  RawCalls(ApiClient api) {
    this.api = api;
  }

  /** Returns the server that is asked, for words. */
  String server() {
    return api.server();
  }

  /** Asks for a path; whatever the answer is, it is an answer. */
  RawAnswer get(String path, CallDeadline deadline) throws KubeException {
    KubernetesClient client = api.client();
    return send(client.getHttpClient(), request(client, path, deadline).build(), deadline);
  }

  /** Reads the JSON at a path; an answer that is no success is a failure. */
  <T> T read(String path, CallDeadline deadline, Result<T> result) throws KubeException {
    try (RawAnswer answer = get(path, deadline)) {
      return read(answer, result);
    }
  }

  /** Posts JSON and reads the answer. */
  <T> T post(String path, JsonObject body, CallDeadline deadline, Result<T> result)
      throws KubeException {
    KubernetesClient client = api.client();
    HttpRequest request =
        request(client, path, deadline).post("application/json", body.toString()).build();
    try (RawAnswer answer = send(client.getHttpClient(), request, deadline)) {
      return read(answer, result);
    }
  }

  private static HttpRequest.Builder request(
      KubernetesClient client, String path, CallDeadline deadline) {
    String base = client.getMasterUrl().toString();
    String server = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    HttpRequest.Builder request =
        client
            .getHttpClient()
            .newHttpRequestBuilder()
            .uri(server + path)
            .timeout(deadline.left().plus(SPARE).toMillis(), TimeUnit.MILLISECONDS);
    request.setHeader("Accept-Encoding", "gzip");
    return request;
  }

  private RawAnswer send(HttpClient http, HttpRequest request, CallDeadline deadline)
      throws KubeException {
    BodyStream body = new BodyStream(deadline);
    long asked = System.nanoTime();
    CompletableFuture<HttpResponse<AsyncBody>> answer = http.consumeBytes(request, body);
    try {
      HttpResponse<AsyncBody> response =
          answer.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
      Duration took = Duration.ofNanos(System.nanoTime() - asked);
      body.begin(response.body());
      return new RawAnswer(response, took, body);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt(); // whoever asked is being stopped, and sees it
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
          "the API server %s answered what cannot be read: %s"
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
