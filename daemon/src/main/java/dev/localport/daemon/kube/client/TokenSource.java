package dev.localport.daemon.kube.client;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a context's bearer token comes from. Thread-safe: one fetch at a time, shared by API calls
 * and tunnels, so that a hundred forwards do not open a hundred browser windows.
 */
interface TokenSource {
  /** No token: the context has a certificate, a password, or nothing. */
  TokenSource NONE = () -> null;

  /**
   * Returns the token to send now, or null for none. May block while a plug-in runs.
   *
   * @throws KubeException of kind CREDENTIALS
   */
  @Nullable String token() throws KubeException;

  /** Called when the server refused the token: a kept one is not used again. */
  default void refused() {}

  /** Called when a person wants credentials now: what waits for that may run. */
  default void askedByPerson() {}

  /** Says what is odd about the credentials, if anything is. */
  default Optional<String> remark() {
    return Optional.empty();
  }
}
