package dev.localport.daemon.kube.client;

import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a credential plug-in printed: a token, or a certificate with its key, or both, as text.
 * Immutable, and never printed.
 *
 * @param expires null: never
 */
record PluginAnswer(
    @Nullable String token,
    @Nullable String certificate,
    @Nullable String key,
    @Nullable Instant expires) {
  private static final Duration MARGIN = Duration.ofSeconds(10);

  /** Why an output is no answer, in words that continue "the credential plug-in X ". */
  static final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableException(String message) {
      super(message);
    }
  }

  /**
   * Reads an ExecCredential (k8s.io/client-go, pkg/apis/clientauthentication).
   *
   * @throws UnreadableException if it is none; its message shows nothing of the output
   */
  static PluginAnswer of(String output) throws UnreadableException {
    try {
      JsonObject status = JsonObject.parse(output).object("status");
      PluginAnswer answer =
          new PluginAnswer(
              status.findText("token"),
              status.findText("clientCertificateData"),
              status.findText("clientKeyData"),
              status.findTime("expirationTimestamp"));
      if (!answer.hasToken() && !answer.hasCertificate()) {
        throw new UnreadableException("returned neither a token nor a certificate");
      } else if (answer.token() != null && HeaderValue.isBroken(answer.token())) {
        throw new UnreadableException("returned a token with " + HeaderValue.BROKEN);
      }
      return answer;
    } catch (RpcException e) {
      throw new UnreadableException("returned no ExecCredential: " + e.getMessage());
    } catch (DateTimeException e) {
      throw new UnreadableException(
          "returned no ExecCredential: expirationTimestamp is not a time such as"
              + " 2026-11-22T12:00:00Z");
    }
  }

  private boolean hasToken() {
    return token != null && !token.isEmpty();
  }

  boolean hasCertificate() {
    return certificate != null && key != null;
  }

  /** Returns whether a new answer is needed only later: one that is about to expire is not good. */
  boolean isGood(Instant now) {
    return expires == null || now.isBefore(expires.minus(MARGIN));
  }

  /** Returns whether it has expired, by our own clock. */
  boolean isExpired(Instant now) {
    return expires != null && !now.isBefore(expires);
  }

  @Override
  public String toString() {
    return "credentials until " + expires;
  }
}
