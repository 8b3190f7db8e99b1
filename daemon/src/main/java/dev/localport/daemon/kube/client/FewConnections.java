package dev.localport.daemon.kube.client;

import io.fabric8.kubernetes.client.vertx.VertxHttpClientFactory;
import io.netty.handler.ssl.DelegatingSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.Vertx;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.spi.tls.SslContextFactory;
import io.vertx.ext.web.client.WebClientOptions;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * Makes HTTP clients that ask one question after the other over a few connections. Left to itself
 * the client opens one for each question that has to wait: when a cluster is back, all forwards ask
 * at once, and a hundred TLS handshakes take seconds where answers take milliseconds. Watches are
 * WebSockets and do not count, but for those through a proxy: see {@link ClientConfig#through}.
 */
final class FewConnections extends VertxHttpClientFactory {
  private static final int MOST = 2;

  /** The longest message of a watch, in bytes: an object of etcd has 1.5 MiB at most. */
  private static final int MOST_WATCHED = 4 * 1024 * 1024;

  private final @Nullable SslContext tls;

  /**
   * Makes it.
   *
   * @param tls what TLS to the server is made with; null: as the client itself does it
   */
  FewConnections(Vertx vertx, @Nullable SslContext tls) {
    super(vertx);
    this.tls = tls;
  }

  @Override
  protected void additionalConfig(WebClientOptions options) {
    options.setMaxWebSocketFrameSize(MOST_WATCHED).setMaxWebSocketMessageSize(MOST_WATCHED);
    if (options.getProxyOptions() == null) { // else watches are HTTP, and keep theirs forever
      options.setMaxPoolSize(MOST);
    }
    if (tls != null) {
      options.setSsl(true).setSslEngineOptions(new OurTls(tls));
    }
  }

  /** Has the client use TLS as it was set up for the server. */
  private static final class OurTls extends JdkSSLEngineOptions {
    private final SslContext tls;

    OurTls(SslContext tls) {
      this.tls = tls;
    }

    @Override
    public OurTls copy() {
      return new OurTls(tls);
    }

    @Override
    public SslContextFactory sslContextFactory() {
      return () -> new EndsWithTls(tls);
    }
  }

  /**
   * Ends a connection when its server ends TLS: it could not be used again, and would seem to be.
   */
  private static final class EndsWithTls extends DelegatingSslContext {
    EndsWithTls(SslContext tls) {
      super(tls);
    }

    @Override
    protected void initEngine(SSLEngine engine) {
      // it is set up already
    }

    @Override
    protected void initHandler(SslHandler handler) {
      var _ =
          handler
              .sslCloseFuture()
              .addListener(done -> {
                if (done.isSuccess()) {
                  var _ = handler.sslCloseFuture().getNow().close();
                }
              });
    }
  }
}
