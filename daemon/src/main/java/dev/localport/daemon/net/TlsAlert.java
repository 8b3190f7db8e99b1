package dev.localport.daemon.net;

import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** Why a TLS handshake ended; what a server says then JSSE has in words only. */
public final class TlsAlert {
  /** RFC 8446, 6.2: the alerts that are about what the client has shown, or has not. */
  private static final Pattern ABOUT_OUR_CERTIFICATE =
      Pattern.compile(
          "Received fatal alert: ((?:bad|unsupported)_certificate"
              + "|certificate_(?:required|unknown|revoked|expired)|unknown_ca|access_denied)");

  /** What Netty, and JSSE over a socket or without one, say of bytes that are no record of TLS. */
  private static final Pattern NO_RECORD =
      Pattern.compile(
          "not an SSL/TLS record.*|Unsupported or unrecognized SSL message.*"
              + "|Unrecognized SSL message.*",
          Pattern.DOTALL);

  private TlsAlert() {}

  /**
   * Returns whether what answered speaks no TLS: an HTTP server behind {@code https://}, or a
   * sign-in page. Nothing is known of certificates then.
   */
  static boolean isPlain(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof SSLException
          && t.getMessage() != null
          && NO_RECORD.matcher(t.getMessage()).matches()) {
        return true;
      }
    }
    return false;
  }

  /** Returns the alert by which the server refused the client's certificate, if it did. */
  public static Optional<String> findRefusal(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof SSLException && t.getMessage() != null) {
        Matcher alert = ABOUT_OUR_CERTIFICATE.matcher(t.getMessage());
        if (alert.find()) {
          return Optional.of(alert.group(1));
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Returns whether a handshake ended because the connection was lost or silent: nothing is known
   * then of certificates, though the client's libraries say that TLS failed.
   */
  public static boolean isLineBroken(Throwable thrown) {
    Throwable root = thrown;
    boolean tls = false;
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof SslHandshakeTimeoutException) {
        return true;
      }
      tls = tls || t instanceof SSLException;
      root = t;
    }
    return tls && root instanceof IOException && !(root instanceof SSLException);
  }
}
