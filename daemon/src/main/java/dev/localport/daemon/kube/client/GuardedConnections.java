package dev.localport.daemon.kube.client;

import io.fabric8.kubernetes.client.http.HttpClient;

/**
 * Makes HTTP clients that take answers of API servers only. Thread-safe.
 *
 * @param clients makes the clients that connect
 * @param room for answers that are kept whole
 */
record GuardedConnections(HttpClient.Factory clients, AnswerRoom room)
    implements HttpClient.Factory {
  @Override
  public HttpClient.Builder newBuilder() {
    return new GuardedHttpBuilder(clients.newBuilder(), room);
  }
}
