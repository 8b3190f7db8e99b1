package dev.localport.daemon.kube.client;

import dev.localport.daemon.net.ForeignAnswerException;
import dev.localport.daemon.net.HttpAnswer;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Passes on the body of an answer, unless the answer is none of an API server's: then its beginning
 * is read, to say what it is, and the call fails with a {@link ForeignAnswerException}.
 */
final class AnswerFilter implements AsyncBody.Consumer<List<ByteBuffer>> {
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int SERVER_ERROR = 500;
  private static final long PAGE_MILLIS = 2_000;

  private final AsyncBody.Consumer<List<ByteBuffer>> consumer;
  private @Nullable StringBuilder page;

  AnswerFilter(AsyncBody.Consumer<List<ByteBuffer>> consumer) {
    this.consumer = consumer;
  }

  @Override
  public synchronized void consume(List<ByteBuffer> chunks, AsyncBody from) throws Exception {
    StringBuilder kept = page;
    if (kept == null) {
      consumer.consume(chunks, from);
      return;
    }
    for (ByteBuffer chunk : chunks) {
      String text = StandardCharsets.UTF_8.decode(chunk).toString();
      kept.append(text, 0, Math.min(text.length(), HttpAnswer.MOST_BODY - kept.length()));
    }
    if (kept.length() < HttpAnswer.MOST_BODY) {
      from.consume();
    } else {
      from.cancel();
    }
  }

  /** Returns the answer as it is, or fails where it is none of an API server's. */
  CompletableFuture<HttpResponse<AsyncBody>> judge(HttpResponse<AsyncBody> answer) {
    if (!isForeign(answer)) {
      return CompletableFuture.completedFuture(answer);
    }
    keepPage();
    answer.body().consume();
    return answer
        .body()
        .done()
        .completeOnTimeout(null, PAGE_MILLIS, TimeUnit.MILLISECONDS)
        .handle((_, _) -> page())
        .thenCompose(body -> {
          answer.body().cancel();
          return CompletableFuture.failedFuture(new ForeignAnswerException(foreign(answer, body)));
        });
  }

  private synchronized void keepPage() {
    page = new StringBuilder();
  }

  private synchronized String page() {
    return String.valueOf(page);
  }

  /** A 401 and a 5xx are judged by the caller: they mean the same from a gateway. */
  private static boolean isForeign(HttpResponse<?> answer) {
    int code = answer.code();
    return code != UNAUTHORIZED
        && code < SERVER_ERROR
        && (foreign(answer, "").isPage() || (code == FORBIDDEN && !isJson(answer)));
  }

  private static boolean isJson(HttpResponse<?> answer) {
    return type(answer).contains("json");
  }

  private static String type(HttpResponse<?> answer) {
    return Objects.requireNonNullElse(answer.header("Content-Type"), "");
  }

  private static HttpAnswer foreign(HttpResponse<?> answer, String body) {
    return new HttpAnswer(
        answer.code(),
        Objects.requireNonNullElse(answer.message(), ""),
        answer.header("Server"),
        answer.header("Location"),
        type(answer),
        body);
  }
}
