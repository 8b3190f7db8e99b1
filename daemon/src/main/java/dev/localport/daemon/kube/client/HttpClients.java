package dev.localport.daemon.kube.client;

import io.fabric8.kubernetes.client.http.HttpClient;
import io.netty.handler.ssl.SslContext;
import org.jspecify.annotations.Nullable;

/** Makes the HTTP clients of contexts. Thread-safe. */
@FunctionalInterface
public interface HttpClients {
  /**
   * Returns what makes clients.
   *
   * @param tls what TLS to the server is made with; null: as the client itself does it
   */
  HttpClient.Factory over(@Nullable SslContext tls);

  /** As {@link #over}, for calls to an API server, whose answers are checked and have limits. */
  default HttpClient.Factory calls(@Nullable SslContext tls) {
    return over(tls);
  }

  /** As {@link #calls}, for its watches: each keeps a connection as long as it lasts. */
  default HttpClient.Factory watches(@Nullable SslContext tls) {
    return calls(tls);
  }
}
