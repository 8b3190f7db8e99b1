package dev.localport.simulator.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Says who asks: the holder of the token, or of a certificate that our authority signed. */
final class Users {
  private final String token;

  Users(String token) {
    this.token = token;
  }

  /** Returns the user's name; empty for no user. */
  Optional<String> find(Exchange exchange) {
    String given = exchange.header("Authorization");
    if (!given.isEmpty()) {
      return isSame(given, "Bearer " + token) ? Optional.of("demo") : Optional.empty();
    }
    return certificate(exchange.context());
  }

  private static boolean isSame(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<String> certificate(ChannelHandlerContext context) {
    SslHandler tls = context.pipeline().get(SslHandler.class);
    try {
      return tls.engine().getSession().getPeerCertificates()[0] instanceof X509Certificate held
          ? Optional.of(held.getSubjectX500Principal().getName())
          : Optional.empty();
    } catch (SSLPeerUnverifiedException e) {
      return Optional.empty(); // it showed none
    }
  }
}
