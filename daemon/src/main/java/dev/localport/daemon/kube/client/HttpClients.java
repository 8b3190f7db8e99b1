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
}
