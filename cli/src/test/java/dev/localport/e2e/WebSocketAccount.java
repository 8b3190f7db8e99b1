package dev.localport.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * An account of the real cluster that may open port forwards by GET alone, so that only a WebSocket
 * works for it, over the same connections as for everybody else.
 */
final class WebSocketAccount {
  private static final String OBJECTS = "websocket-only.yaml";

  private final String token;

  private WebSocketAccount(String token) {
    this.token = token;
  }

  /** Makes the account where it is missing, and asks for a token. */
  static WebSocketAccount of(Faults faults, Path folder) throws IOException, InterruptedException {
    Path objects = folder.resolve(OBJECTS);
    try (InputStream in =
        Objects.requireNonNull(WebSocketAccount.class.getResourceAsStream(OBJECTS))) {
      Files.copy(in, objects);
    }
    faults.kubectl("apply", "-f", objects.toString());
    return new WebSocketAccount(faults.token("lp-host", "websocket-only"));
  }

  /** Returns a copy of the admin's file for this account. */
  Path kubeconfig(Path admin, Path folder) throws IOException {
    return Kubeconfigs.withToken(admin, folder, token);
  }
}
