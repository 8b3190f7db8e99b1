package dev.localport.daemon.net;

import dev.localport.api.FailureKind;
import dev.localport.paths.SystemWords;
import io.netty.channel.ConnectTimeoutException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** Says why a connection to an API server could not be made. */
public final class ConnectFailures {
  /** What Netty's native transport puts before the system's own words. */
  private static final Pattern NATIVE_CALL =
      Pattern.compile("^\\w+\\(\\.\\.\\) failed with error\\(-\\d+\\): ");

  private ConnectFailures() {}

  /** Says why a connection to the API server could not be made. */
  public static ConnectionException of(Endpoint endpoint, Throwable cause) {
    return of(where(endpoint), cause);
  }

  /**
   * Says why a connection to the API server could not be made.
   *
   * @param server how it is called in the message
   */
  public static ConnectionException of(String server, Throwable cause) {
    if (isAbout(cause, CertificateExpiredException.class)) {
      return failure(
          FailureKind.CERTIFICATE,
          "the certificate of the API server %s has expired".formatted(server),
          cause);
    }
    if (isAbout(cause, CertificateNotYetValidException.class)) {
      return failure(
          FailureKind.CERTIFICATE,
          "the certificate of the API server %s is not valid yet; check this machine's clock"
              .formatted(server),
          cause);
    }
    Optional<String> refusal = TlsAlert.findRefusal(cause);
    if (refusal.isPresent()) {
      return failure(
          FailureKind.CREDENTIALS,
          "the API server %s rejected the client certificate (%s); get a new kubeconfig"
              .formatted(server, refusal.get()),
          cause);
    }
    if (TlsAlert.isPlain(cause)) {
      return failure(
          FailureKind.UNREACHABLE,
          "%s does not speak TLS; check server in the kubeconfig: is it http://, or does something else listen there?"
              .formatted(server),
          cause);
    }
    if (isAbout(cause, SSLException.class) && !TlsAlert.isLineBroken(cause)) {
      return failure(
          FailureKind.CERTIFICATE,
          "the API server %s is not trusted: %s; check certificate-authority in the kubeconfig"
              .formatted(server, text(root(cause))),
          cause);
    }
    return failure(
        FailureKind.UNREACHABLE,
        "the API server %s cannot be reached: %s".formatted(server, why(cause)),
        cause);
  }

  private static ConnectionException failure(FailureKind kind, String message, Throwable cause) {
    return new ConnectionException(kind, message, cause);
  }

  static String where(Endpoint endpoint) {
    return endpoint.host() + ":" + endpoint.port();
  }

  /** Says in a few words why a connection was not made. */
  static String why(Throwable cause) {
    if (TlsAlert.isLineBroken(cause)) {
      return "the connection was lost during the TLS handshake";
    }
    Throwable root = root(cause);
    return switch (root) {
      case ConnectTimeoutException _ -> "no answer";
      case ConnectException e when text(e).equals("no answer") -> "no answer";
      case ConnectException _ -> "connection refused";
      case NoRouteToHostException _ -> "no route to the host";
      case UnknownHostException _, UnresolvedAddressException _ -> "its name cannot be resolved";
      case TimeoutException _ -> "the name server does not respond";
      default -> text(root);
    };
  }

  static boolean isAbout(Throwable thrown, Class<? extends Throwable> type) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (type.isInstance(t)) {
        return true;
      }
    }
    return false;
  }

  private static Throwable root(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null && !(root instanceof ConnectException)) {
      root = root.getCause();
    }
    return root;
  }

  /** Returns what an exception says, in words for people. */
  public static String text(Throwable thrown) {
    String message = thrown.getMessage();
    return message == null
        ? thrown.getClass().getSimpleName()
        : ForeignText.line(SystemWords.of(NATIVE_CALL.matcher(message).replaceFirst("")));
  }
}
