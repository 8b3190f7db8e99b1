package dev.localport.daemon.net;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS to one API server, for everything that connects to it: API calls, tunnels and health checks.
 * The server has to show a certificate for {@code tls-server-name} whatever name the client was
 * asked to connect to. Thread-safe.
 */
public final class ServerTls extends SslContext {
  private final SslContext context;
  private final String serverName;

  private ServerTls(SslContext context, String serverName) {
    this.context = context;
    this.serverName = serverName;
  }

  /**
   * Makes it.
   *
   * @param trust checks the server's certificate
   * @param verifiesName false where the certificate may be for any name
   * @param identity shows the client's certificate, or null where it has none
   * @param serverName the name that the server's certificate has to be for, and that is sent as SNI
   */
  public static ServerTls of(
      TrustManager trust, boolean verifiesName, @Nullable KeyManager identity, String serverName)
      throws SSLException {
    SslContextBuilder builder =
        SslContextBuilder.forClient()
            .sslProvider(SslProvider.JDK)
            .endpointIdentificationAlgorithm(verifiesName ? "HTTPS" : null)
            .applicationProtocolConfig(
                new ApplicationProtocolConfig(
                    Protocol.ALPN,
                    SelectorFailureBehavior.NO_ADVERTISE,
                    SelectedListenerFailureBehavior.ACCEPT,
                    ApplicationProtocolNames.HTTP_1_1)) // HTTP/2 knows no upgrade
            .trustManager(trust);
    if (identity != null) {
      builder.keyManager(identity);
    }
    return new ServerTls(builder.build(), serverName);
  }

  @Override
  public SSLEngine newEngine(ByteBufAllocator allocator) {
    return context.newEngine(allocator, serverName, -1);
  }

  @Override
  public SSLEngine newEngine(ByteBufAllocator allocator, String peerHost, int peerPort) {
    return context.newEngine(allocator, serverName, peerPort);
  }

  @Override
  public boolean isClient() {
    return true;
  }

  @Override
  public List<String> cipherSuites() {
    return context.cipherSuites();
  }

  @Override
  @SuppressWarnings("deprecation") // abstract in Netty's own class
  public ApplicationProtocolNegotiator applicationProtocolNegotiator() {
    return context.applicationProtocolNegotiator();
  }

  @Override
  public SSLSessionContext sessionContext() {
    return context.sessionContext();
  }
}
