package dev.localport.daemon.kube.client;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.daemon.net.ActsAs;
import dev.localport.daemon.net.ConnectFailures;
import dev.localport.daemon.net.ForeignAnswerException;
import dev.localport.daemon.net.ForeignText;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;

/** Turns what the Kubernetes client throws into a failure for people. */
final class KubeFailures {
  /** What each Status says that is no success. */
  static final String FAILURE = "Failure";

  private static final int BAD_GATEWAY = 502;
  private static final int GATEWAY_TIMEOUT = 504;
  private static final String NOBODY = "system:anonymous";

  private KubeFailures() {}

  static KubeException of(ApiClient context, RuntimeException thrown) {
    Optional<ForeignAnswerException> foreign = ForeignAnswerException.findCause(thrown);
    if (foreign.isPresent()) {
      return new KubeException(FailureKind.UNREACHABLE, foreign.get().at(context.server()), thrown);
    }
    if (isGatewayFailure(thrown)) {
      return new KubeException(
          FailureKind.UNREACHABLE,
          "a gateway at %s cannot reach the API server: %s"
              .formatted(context.server(), said(thrown)),
          thrown);
    }
    // the client's code is 0 or -1 where no answer came
    int code = thrown instanceof KubernetesClientException e ? Math.max(0, e.getCode()) : 0;
    return switch (code) {
      case 401 -> {
        context.credentialsRefused();
        yield new KubeException(FailureKind.CREDENTIALS, context.refusal(), thrown);
      }
      case 403 -> forbidden(context, thrown);
      case 404 -> new KubeException(FailureKind.TARGET_MISSING, said(thrown), thrown);
      case 0 -> network(context, thrown);
      default ->
          new KubeException(
              FailureKind.SESSION,
              "the API server %s returned %d: %s".formatted(context.server(), code, said(thrown)),
              thrown);
    };
  }

  /**
   * A client certificate is left out of the handshake where the server does not ask for its issuer;
   * an expired one is then no 401, it reads as an anonymous request.
   */
  private static KubeException forbidden(ApiClient context, RuntimeException thrown) {
    String said = said(thrown);
    if (!isStatus(thrown)) {
      return new KubeException(
          FailureKind.UNREACHABLE,
          "something else responds at %s: 403 %s".formatted(context.server(), said),
          thrown);
    }
    if (said.contains(NOBODY)) {
      Optional<String> expiry = context.findExpiry();
      if (expiry.isPresent()) {
        return new KubeException(FailureKind.CREDENTIALS, expiry.get(), thrown);
      }
    }
    String remark =
        ActsAs.remark(RequestHeaders.impersonation(context.entry().user().entry()), said);
    return new KubeException(FailureKind.FORBIDDEN, "forbidden (403): " + said + remark, thrown);
  }

  private static boolean isGatewayFailure(RuntimeException thrown) {
    return thrown instanceof KubernetesClientException e
        && e.getCode() >= BAD_GATEWAY
        && e.getCode() <= GATEWAY_TIMEOUT
        && !isStatus(thrown);
  }

  /** Returns whether the API server said so itself, in an answer that is a Kubernetes Status. */
  private static boolean isStatus(RuntimeException thrown) {
    return thrown instanceof KubernetesClientException e
        && e.getStatus() != null
        && FAILURE.equals(e.getStatus().getStatus());
  }

  private static String said(RuntimeException thrown) {
    if (thrown instanceof KubernetesClientException e
        && e.getStatus() != null
        && e.getStatus().getMessage() != null) {
      return ForeignText.line(e.getStatus().getMessage());
    }
    return ForeignText.line(String.valueOf(thrown.getMessage()));
  }

  private static KubeException network(ApiClient context, RuntimeException thrown) {
    Optional<Failure> proxy = context.findProxyFailure(thrown);
    if (proxy.isPresent()) {
      return new KubeException(proxy.get().kind(), proxy.get().message(), thrown);
    }
    return UnreadableAnswer.find(thrown)
        .map(words ->
            new KubeException(
                FailureKind.SESSION,
                "the API server %s returned an invalid response: %s"
                    .formatted(context.server(), words),
                thrown))
        .orElseGet(() -> new KubeException(ConnectFailures.of(context.server(), thrown)));
  }
}
