package dev.localport.daemon.podlog;

import dev.localport.api.Failure;

/** Says for people what a log waits for. */
final class FailureWords {
  private FailureWords() {}

  static String waiting(Failure why) {
    String then =
        switch (why.kind()) {
          case UNREACHABLE, SESSION -> "when the cluster responds again";
          case CERTIFICATE -> "when the certificate is valid";
          case CREDENTIALS -> "after you log in: localport login";
          case FORBIDDEN -> "when the permission is granted";
          case CONFIGURATION, KUBECONFIG, CONTEXT_MISSING -> "when the file is fixed";
          case TARGET_MISSING -> "when the service and its pod exist";
          case NO_READY_POD, PORT_TAKEN, PORT_DENIED -> "when there is a pod";
        };
    return "%s; the log continues %s".formatted(why.message(), then);
  }
}
