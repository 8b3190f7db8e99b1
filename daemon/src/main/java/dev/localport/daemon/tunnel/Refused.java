package dev.localport.daemon.tunnel;

import dev.localport.api.FailureKind;
import dev.localport.daemon.net.ActsAs;
import dev.localport.daemon.net.Endpoint;
import dev.localport.daemon.net.HttpAnswer;

/**
 * Says what an answer to an upgrade means that is no switch of protocols. Only a Kubernetes Status
 * is the API server's own word: a 403 or 404 of something in between says nothing about this user's
 * permissions, nor about the pod.
 */
final class Refused {
  private static final int UNAUTHORIZED = 401;

  private Refused() {}

  static DialException by(SessionDialer.Access access, HttpAnswer answer) {
    FailureKind kind = kind(answer);
    return new DialException(
        kind,
        text(access, answer, kind),
        new Refusal.Answered(answer.status(), answer.isKubernetes(), answer.words()));
  }

  private static FailureKind kind(HttpAnswer answer) {
    if (answer.status() == UNAUTHORIZED) {
      return FailureKind.CREDENTIALS;
    }
    if (!answer.isKubernetes()) {
      return answer.isPage() || answer.isGatewayFailure()
          ? FailureKind.UNREACHABLE
          : FailureKind.SESSION;
    }
    return switch (answer.status()) {
      case 403 -> FailureKind.FORBIDDEN;
      case 404 -> FailureKind.TARGET_MISSING;
      default -> FailureKind.SESSION;
    };
  }

  private static String text(SessionDialer.Access access, HttpAnswer answer, FailureKind kind) {
    String words = answer.words();
    if (kind == FailureKind.CREDENTIALS) {
      return "the API server rejected the credentials (401 %s)".formatted(words);
    }
    if (answer.isKubernetes() || !(answer.isPage() || answer.isGatewayFailure())) {
      return "the API server rejected the port forward: "
          + words
          + ActsAs.remark(access.headers(), words);
    }
    Endpoint endpoint = access.endpoint();
    return answer.isGatewayFailure()
        ? "a gateway at %s cannot reach the API server: %s".formatted(endpoint.authority(), words)
        : "something else responds to the port forward at %s: %s"
            .formatted(endpoint.authority(), words);
  }
}
