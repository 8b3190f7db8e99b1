package dev.localport.api;

/**
 * Why something could not be done. The kind decides what a forward does next (docs/states.md) and
 * the exit code of a command (README).
 */
public enum FailureKind {
  /** The configuration of the service cannot be used: a variable of it is not set. */
  CONFIGURATION("configuration", ExitCode.CONFIGURATION),
  /** The kubeconfig is missing or wrong. Checked again when it changes. */
  KUBECONFIG("kubeconfig", ExitCode.CONFIGURATION),
  /** The kubeconfig has no such context, or no current one. */
  CONTEXT_MISSING("context_missing", ExitCode.CONFIGURATION),
  /** The API server's certificate is not one that the kubeconfig trusts. */
  CERTIFICATE("certificate", ExitCode.NETWORK),
  /** 401, an exec plug-in that failed, a client certificate that has expired. */
  CREDENTIALS("credentials", ExitCode.PERMISSION),
  /** 403: known to the cluster, but without the right. */
  FORBIDDEN("forbidden", ExitCode.PERMISSION),
  /** The namespace, the target or its port does not exist, or cannot be forwarded to. */
  TARGET_MISSING("target_missing", ExitCode.SERVICE),
  /** The target exists, and no pod of it is Ready. */
  NO_READY_POD("no_ready_pod", ExitCode.SERVICE),
  /** Another program listens on the local port. */
  PORT_TAKEN("port_taken", ExitCode.SERVICE),
  /** The system does not let this user listen on the local port. */
  PORT_DENIED("port_denied", ExitCode.SERVICE),
  /** The API server's address does not respond. */
  UNREACHABLE("unreachable", ExitCode.NETWORK),
  /** The API server answered, and the session to the pod could not be opened or did not live. */
  SESSION("session", ExitCode.NETWORK);

  private final String word;
  private final int exitCode;

  FailureKind(String word, int exitCode) {
    this.word = word;
    this.exitCode = exitCode;
  }

  /** Returns the word on the wire. */
  public String word() {
    return word;
  }

  /** Returns the exit code of a command that fails for this. */
  public int exitCode() {
    return exitCode;
  }

  /**
   * Returns the kind of a word on the wire; an unknown one, from a newer daemon, counts as {@link
   * #SESSION}.
   */
  public static FailureKind of(String word) {
    for (FailureKind kind : values()) {
      if (kind.word.equals(word)) {
        return kind;
      }
    }
    return SESSION;
  }
}
