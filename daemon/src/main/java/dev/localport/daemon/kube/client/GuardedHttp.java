package dev.localport.daemon.kube.client;

import dev.localport.daemon.net.HttpAnswer;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.WebSocket;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP client that takes answers of API servers only. A page for a browser fails the call, an
 * answer has a limit, and a GET whose connection ended without an answer is asked once more: a
 * server or what is in between may end an idle connection at the moment it is used again.
 * Thread-safe.
 */
final class GuardedHttp implements HttpClient {
  /** The most bytes of one answer that is kept whole: it never needs more room than there is. */
  static final int MOST_BYTES = AnswerRoom.MOST;

  /** How many bytes of an answer without success are kept: its first words are enough. */
  private static final int MOST_OF_REFUSAL = HttpAnswer.MOST_BODY;

  /** How long an answer that is kept whole may take, from its first byte to its last. */
  private static final long MOST_SECONDS = 30;

  private final HttpClient client;
  private final AnswerRoom room;

  GuardedHttp(HttpClient client, AnswerRoom room) {
    this.client = client;
    this.room = room;
  }

  @Override
  public CompletableFuture<HttpResponse<AsyncBody>> consumeBytes(
      HttpRequest request, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
    CompletableFuture<HttpResponse<AsyncBody>> result = new CompletableFuture<>();
    ask(request, isWatch(request) ? new WatchLines(consumer) : consumer, result, isSafe(request));
    return result;
  }

  private static boolean isWatch(HttpRequest request) {
    String query = request.uri().getRawQuery();
    return query != null && query.contains("watch=true");
  }

  private void ask(
      HttpRequest request,
      AsyncBody.Consumer<List<ByteBuffer>> consumer,
      CompletableFuture<HttpResponse<AsyncBody>> result,
      boolean again) {
    AnswerFilter filter = new AnswerFilter(consumer);
    var _ =
        client
            .consumeBytes(request, filter)
            .thenCompose(filter::judge)
            .whenComplete((answer, thrown) -> {
              if (thrown != null && again && !result.isDone() && isUnanswered(thrown)) {
                ask(request, consumer, result, false);
              } else if (thrown != null) {
                result.completeExceptionally(unwrapped(thrown));
              } else if (!result.complete(answer)) {
                answer.body().cancel(); // the caller has given up
              }
            });
  }

  private static boolean isSafe(HttpRequest request) {
    return "GET".equals(request.method());
  }

  private static Throwable unwrapped(Throwable thrown) {
    return thrown instanceof CompletionException && thrown.getCause() != null
        ? thrown.getCause()
        : thrown;
  }

  /** Returns whether the connection ended before a byte of an answer came. */
  private static boolean isUnanswered(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof ClosedChannelException) {
        return true;
      }
      String message = String.valueOf(t.getMessage());
      if (t instanceof IOException
          && (message.contains("Connection was closed")
              || message.contains("reset")
              || message.contains("Broken pipe"))) {
        return true;
      }
    }
    return false;
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, Class<T> type) {
    if (!type.equals(byte[].class)) {
      return client.sendAsync(request, type); // a stream: its reader has limits of its own
    }
    WholeBody body = new WholeBody(MOST_BYTES, room);
    CompletableFuture<HttpResponse<T>> result = new CompletableFuture<>();
    var _ =
        consumeBytes(request, body)
            .thenCompose(answer -> {
              if (!answer.isSuccessful()) {
                body.keepBeginning(MOST_OF_REFUSAL);
              }
              answer.body().consume();
              var _ = result.whenComplete((_, thrown) -> cancel(answer, body, thrown));
              return CompletableFuture.anyOf(answer.body().done(), body.enough())
                  .orTimeout(MOST_SECONDS, TimeUnit.SECONDS)
                  .thenApply(_ -> new WholeAnswer<>(answer, type.cast(body.bytes())));
            })
            .whenComplete((answer, thrown) -> {
              if (thrown == null) {
                result.complete(answer);
              } else {
                result.completeExceptionally(body.failure(inTime(unwrapped(thrown))));
              }
              body.close();
            });
    return result;
  }

  private static Throwable inTime(Throwable thrown) {
    return thrown instanceof TimeoutException
        ? new SocketTimeoutException("its response did not end within %d s".formatted(MOST_SECONDS))
        : thrown;
  }

  /** Reads no more of an answer that is not wanted anymore. */
  private static void cancel(
      HttpResponse<AsyncBody> answer, WholeBody body, @Nullable Throwable why) {
    if (why != null || body.enough().isDone()) {
      answer.body().cancel();
    }
  }

  @Override
  public void close() {
    client.close();
  }

  @Override
  public DerivedClientBuilder newBuilder() {
    return new GuardedHttpBuilder.Derived(client.newBuilder(), room);
  }

  @Override
  public WebSocket.Builder newWebSocketBuilder() {
    return client.newWebSocketBuilder();
  }

  @Override
  public HttpRequest.Builder newHttpRequestBuilder() {
    return client.newHttpRequestBuilder();
  }

  @Override
  public boolean isClosed() {
    return client.isClosed();
  }
}
