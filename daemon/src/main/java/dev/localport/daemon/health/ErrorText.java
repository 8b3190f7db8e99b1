package dev.localport.daemon.health;

import dev.localport.paths.SystemWords;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What went wrong with a connection, for people. */
final class ErrorText {
  private ErrorText() {}

  /**
   * Returns the outcome of a check whose connection failed.
   *
   * @param connection what it was, closed; null: it did not come about
   */
  static CheckOutcome of(IOException e, Route route, @Nullable Connection connection)
      throws InterruptedException {
    Optional<Connection.Broken> broken =
        connection == null ? Optional.empty() : connection.broken();
    if (broken.isPresent()) {
      Connection.Broken by = broken.get();
      return by.lineLost() ? new CheckOutcome.NotMade(by.why()) : new CheckOutcome.Failed(by.why());
    }
    return new CheckOutcome.Failed(words(e, route));
  }

  private static String words(IOException e, Route route) {
    return switch (e) {
      case UnknownHostException _ -> "the host %s cannot be resolved".formatted(route.host());
      case ConnectException _ when isRefusal(e) -> "connection refused by " + route.peer();
      case ConnectException _ -> "no connection to %s: %s".formatted(route.peer(), said(e));
      case SSLException tls -> tls(tls);
      case EOFException _ -> said(e);
      default -> "the connection to %s failed: %s".formatted(route.peer(), said(e));
    };
  }

  private static boolean isRefusal(IOException e) {
    return said(e).contains("refused");
  }

  private static String tls(SSLException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertPathBuilderException
          || cause instanceof CertPathValidatorException) {
        return "its certificate is not trusted: %s; set ca_file to the CA's certificate"
            .formatted(said(cause));
      }
      if (cause instanceof CertificateException && cause.getCause() == null) {
        String why = said(cause);
        return why.startsWith("its certificate ") ? why : "its certificate is not valid: " + why;
      }
    }
    return "TLS: " + said(e);
  }

  private static String said(Throwable e) {
    return e.getMessage() == null ? "no reason given" : SystemWords.of(e.getMessage());
  }
}
