package dev.localport.daemon.net;

import dev.localport.api.FailureKind;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
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
    String where = where(endpoint);
    Throwable root = root(cause);
    if (isAbout(cause, CertificateExpiredException.class)) {
      return new ConnectionException(
          FailureKind.CERTIFICATE,
          "the certificate of the API server " + where + " has expired",
          cause);
    }
    if (isAbout(cause, CertificateNotYetValidException.class)) {
      return new ConnectionException(
          FailureKind.CERTIFICATE,
          "the certificate of the API server "
              + where
              + " is not valid yet; check this machine's clock",
          cause);
    }
    Optional<String> refusal = TlsAlert.findRefusal(cause);
    if (refusal.isPresent()) {
      return new ConnectionException(
          FailureKind.CREDENTIALS,
          "the API server %s refuses the client certificate (%s); get a new kubeconfig"
              .formatted(where, refusal.get()),
          cause);
    }
    boolean aboutTls = cause instanceof SSLException || root instanceof SSLException;
    if (aboutTls && !TlsAlert.isLineBroken(cause)) {
      return new ConnectionException(
          FailureKind.CERTIFICATE,
          "the API server "
              + where
              + " is not trusted: "
              + text(root)
              + "; check certificate-authority in the kubeconfig",
          cause);
    }
    return new ConnectionException(
        FailureKind.UNREACHABLE,
        "the API server " + where + " cannot be reached: " + why(cause),
        cause);
  }

  static String where(Endpoint endpoint) {
    return endpoint.host() + ":" + endpoint.port();
  }

  /** Says in a few words why a connection was not made. */
  static String why(Throwable cause) {
    Throwable root = root(cause);
    return switch (root) {
      case ConnectException _ -> "connection refused";
      case NoRouteToHostException _ -> "no route to the host";
      case UnknownHostException _, UnresolvedAddressException _ -> "its name is not known";
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

  /** Returns the words of an exception, without the name of a system call. */
  public static String text(Throwable thrown) {
    String message = thrown.getMessage();
    return message == null
        ? thrown.getClass().getSimpleName()
        : NATIVE_CALL.matcher(message).replaceFirst("");
  }
}
