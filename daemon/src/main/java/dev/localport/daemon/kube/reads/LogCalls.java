package dev.localport.daemon.kube.reads;

import dev.localport.daemon.kube.client.ApiClient;
import dev.localport.daemon.kube.client.KubeException;
import dev.localport.daemon.kube.client.KubeObjects;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What reading logs asks of an API server. Each log has a connection of its own, as a watch has: it
 * keeps it as long as it lasts. Thread-safe; the calls block until their limit at most.
 */
public final class LogCalls {
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final int NOT_FOUND = 404;

  private final RawCalls calls;

  /** Asks what the client reaches. */
  public LogCalls(ApiClient api) {
    this.calls = new RawCalls(api);
  }

  /** Returns a pod; null: there is none of that name. */
  public @Nullable Pod pod(String namespace, String name) throws KubeException {
    String path = "/api/v1/namespaces/%s/pods/%s".formatted(namespace, name);
    try (RawAnswer answer = calls.get(path, CallDeadline.in(LIMIT))) {
      if (answer.code() == NOT_FOUND) {
        return null;
      } else if (!answer.isSuccess()) {
        throw calls.refusal(answer);
      }
      return read(answer);
    }
  }

  private Pod read(RawAnswer answer) throws KubeException {
    try (InputStream body = answer.body()) {
      return KubeObjects.READER.unmarshal(body, Pod.class);
    } catch (IOException e) {
      throw calls.failure(e);
    } catch (RuntimeException e) { // the client's reader wraps what its stream throws
      throw calls.failure(new IOException("its response cannot be read", e));
    }
  }

  /** Starts to read what a path of a log gives; an answer that is no success is a failure. */
  public LogStream open(String path) throws KubeException {
    LogBody body = new LogBody();
    calls.open(path, CallDeadline.in(LIMIT), body);
    return new LogStream() {
      @Override
      public @Nullable ByteBuffer next(Duration wait) throws KubeException, InterruptedException {
        try {
          return body.next(wait);
        } catch (IOException e) {
          throw calls.failure(e);
        }
      }

      @Override
      public void close() {
        body.close();
      }
    };
  }
}
