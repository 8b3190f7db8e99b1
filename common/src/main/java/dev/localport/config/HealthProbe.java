package dev.localport.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a health check does to find out whether the service behind a forward works. */
public sealed interface HealthProbe {
  /** Returns the word of {@code health_check.type}. */
  String type();

  /**
   * Opens a connection and closes it again.
   *
   * @param host where to; null: the forward itself
   * @param port 1 to 65535; null: the first local port of the service
   */
  record Tcp(@Nullable String host, @Nullable Integer port) implements HealthProbe {
    @Override
    public String type() {
      return "tcp";
    }
  }

  /**
   * Sends a request and looks at the answer.
   *
   * @param tls whether it is {@code https}
   * @param url a whole URL, or a path at the first local port of the service
   * @param method GET, HEAD, POST, PUT, DELETE or OPTIONS
   * @param expectedStatus the codes that count as healthy, at least one, from 100 to 599
   * @param expectedContent a text that the answer has to hold, or null
   * @param headers names and values; values may be secret, and are not printed
   * @param verifyTls whether the certificate is checked
   * @param caFile the certificates (PEM) that may have signed the server's, instead of those that
   *     this machine trusts; from the file's folder or {@code ~/}; or null
   */
  record Http(
      boolean tls,
      String url,
      String method,
      List<Integer> expectedStatus,
      @Nullable String expectedContent,
      Map<String, String> headers,
      boolean verifyTls,
      @Nullable String caFile)
      implements HealthProbe {
    /** Copies list and map, so that a probe never changes. */
    public Http {
      expectedStatus = List.copyOf(expectedStatus);
      headers = Map.copyOf(headers);
    }

    @Override
    public String type() {
      return tls ? "https" : "http";
    }

    @Override
    public String toString() {
      return type() + " " + method + " " + url;
    }
  }

  /**
   * Runs a program on this machine: exit code 0 means healthy.
   *
   * @param command the program and its arguments, which no shell reads; may hold secrets, and is
   *     not printed
   */
  record Exec(List<String> command) implements HealthProbe {
    /** Copies the list, so that a probe never changes. */
    public Exec {
      command = List.copyOf(command);
    }

    @Override
    public String type() {
      return "exec";
    }

    @Override
    public String toString() {
      return "exec " + command.getFirst();
    }
  }
}
