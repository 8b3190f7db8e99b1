package dev.localport.daemon.doctor;

import dev.localport.api.DoctorCheck;
import dev.localport.api.DoctorRequest;
import dev.localport.api.Failure;
import dev.localport.daemon.kube.client.KubeException;
import dev.localport.daemon.net.ForeignText;

/** What to do about a failure, by its kind. Pure. */
final class Remedies {
  private Remedies() {}

  /** Returns a failure as a finding; what its message advises is in the remedy. */
  static DoctorCheck finding(
      String id, DoctorRequest.Cluster asked, String context, KubeException why) {
    Failure failure = why.failure();
    String[] parts = ForeignText.line(failure.message()).split("; ", 2);
    return DoctorCheck.broken(
        id,
        asked.group(),
        context,
        parts[0],
        parts.length > 1 && isAdvice(parts[1]) ? parts[1] : of(failure, context));
  }

  /* Some messages go on with what else is known, and not with advice. */
  private static boolean isAdvice(String part) {
    return part.startsWith("check ")
        || part.startsWith("run: ")
        || part.startsWith("set ")
        || part.startsWith("get ")
        || part.startsWith("choose ")
        || part.startsWith("did you ");
  }

  /** Returns what to do about a check that does not end. */
  static String ofHanging(String what, String context) {
    return what.equals("the credentials")
        ? "run the credential plug-in in this terminal: localport login " + context
        : "see whether kubectl hangs, too: kubectl --context %s get --raw /livez"
            .formatted(context);
  }

  private static String of(Failure failure, String context) {
    return switch (failure.kind()) {
      case KUBECONFIG, CONFIGURATION -> "fix the kubeconfig; LocalPort reloads it when it changes";
      case CONTEXT_MISSING -> "use a context that exists: kubectl config get-contexts";
      case CERTIFICATE ->
          "check certificate-authority in the kubeconfig, and whether a proxy intercepts TLS";
      case CREDENTIALS -> credentials(failure.message(), context);
      case FORBIDDEN -> "ask the cluster's administrator for the permission";
      case UNREACHABLE -> unreachable(failure.message());
      case SESSION, NO_READY_POD, TARGET_MISSING, PORT_TAKEN, PORT_DENIED ->
          "see what the API server reports: kubectl --context %s get --raw /readyz?verbose"
              .formatted(context);
    };
  }

  private static String credentials(String message, String context) {
    if (message.contains("it is not in PATH")) {
      return "install it, or put its folder on the PATH of this shell, then: localport daemon restart";
    }
    return message.contains("plug-in")
        ? "log in: localport login " + context
        : "log in again, or get a new kubeconfig";
  }

  private static String unreachable(String message) {
    if (message.contains("proxy")) {
      return "fix proxy-url in the kubeconfig or the variable, or add the server to NO_PROXY";
    } else if (message.contains("name")) {
      return "connect the VPN, or check the server's name in the kubeconfig";
    }
    return "connect the VPN, start the cluster, or check server in the kubeconfig";
  }
}
