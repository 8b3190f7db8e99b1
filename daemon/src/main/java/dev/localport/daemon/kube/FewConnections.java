package dev.localport.daemon.kube;

import io.fabric8.kubernetes.client.vertx.VertxHttpClientFactory;
import io.vertx.core.Vertx;
import io.vertx.ext.web.client.WebClientOptions;

/**
 * Makes HTTP clients that ask one question after the other over a few connections. Left to itself
 * the client opens one for each question that has to wait: when a cluster is back, all forwards ask
 * at once, and a hundred TLS handshakes take seconds where answers take milliseconds. Watches are
 * WebSockets and do not count, but for those through a proxy: see {@link ClientConfig#through}.
 */
final class FewConnections extends VertxHttpClientFactory {
  private static final int MOST = 2;

  FewConnections(Vertx vertx) {
    super(vertx);
  }

  @Override
  protected void additionalConfig(WebClientOptions options) {
    if (options.getProxyOptions() == null) { // else watches are HTTP, and keep theirs for ever
      options.setMaxPoolSize(MOST);
    }
  }
}
