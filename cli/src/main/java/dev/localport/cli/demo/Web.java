package dev.localport.cli.demo;

import dev.localport.api.ExitCode;
import dev.localport.cli.client.CommandException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** HTTP as curl speaks it: each request on a connection of its own, past any proxy. */
final class Web {
  /** As long as the daemon holds a connection, and a little more. */
  static final Duration LIMIT = Duration.ofSeconds(40);

  private final EndSignal signal;

  Web(EndSignal signal) {
    this.signal = signal;
  }

  /** Begins a GET. */
  Exchange get(String url) {
    return new Exchange("GET", url, signal);
  }

  /** Begins a POST without a body. */
  Exchange post(String url) {
    return new Exchange("POST", url, signal);
  }

  /** A running request; closing gives it up. */
  static final class Exchange implements AutoCloseable {
    private final HttpClient client =
        HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY).build();
    private final String what;
    private final EndSignal signal;
    private final CompletableFuture<HttpResponse<String>> response;

    private Exchange(String method, String url, EndSignal signal) {
      this.what = method + " " + url;
      this.signal = signal;
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url))
              .method(method, HttpRequest.BodyPublishers.noBody())
              .version(HttpClient.Version.HTTP_1_1)
              .build();
      this.response = client.sendAsync(request, BodyHandlers.ofString());
    }

    /**
     * Waits for the answer, and returns its text in one line.
     *
     * @throws CommandException if there is none, or it is not 200
     */
    String answer() throws CommandException, InterruptedException {
      try {
        HttpResponse<String> answer = signal.await(response, LIMIT);
        String text = answer.body().strip();
        if (answer.statusCode() != 200) {
          throw failed(answer.statusCode() + ", " + text, null);
        }
        return text;
      } catch (TimeoutException e) {
        throw failed("no answer within " + LIMIT.toSeconds() + " s", e);
      } catch (ExecutionException e) {
        throw failed(String.valueOf(e.getCause()), e);
      }
    }

    private CommandException failed(String how, @Nullable Throwable cause) {
      return new CommandException(ExitCode.GENERAL, what + ": " + how, cause);
    }

    @Override
    public void close() {
      client.shutdownNow();
      client.close();
    }
  }
}
