package dev.localport.simulator.portforward;

/** What kubelet says when a forward fails. */
final class FailureWords {
  private FailureWords() {}

  /** On an error stream; CRI runtimes know no uid, so its place is empty. */
  static String failed(int port, String sandbox, String problem) {
    return "error forwarding port %d to pod %s, uid : %s".formatted(port, sandbox, problem);
  }
}
