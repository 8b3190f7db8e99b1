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
 * at once, and a hundred TLS handshakes take seconds where answers take milliseconds. Watches keep
 * their connections, and have a client of their own.
 */
final class FewConnections extends VertxHttpClientFactory {
  static final int FEW = 2;

  /** For watches: one for each namespace that is followed. */
  static final int MANY = 1024;

  private final @Nullable SslContext tls;
  private final int most;

  /**
   * Makes it.
   *
   * @param tls what TLS to the server is made with; null: as the client itself does it
   * @param most how many connections to one server
   */
  FewConnections(Vertx vertx, @Nullable SslContext tls, int most) {
    super(vertx);
    this.tls = tls;
    this.most = most;
  }

  @Override
  protected void additionalConfig(WebClientOptions options) {
    options.setMaxPoolSize(most);
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
