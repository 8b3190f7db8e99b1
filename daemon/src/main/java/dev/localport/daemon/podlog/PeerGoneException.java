package dev.localport.daemon.podlog;

/** The client has left: the reading of its log ends. */
final class PeerGoneException extends Exception {
  private static final long serialVersionUID = 1L;

  PeerGoneException() {
    super("the peer of the log is gone", null, false, false);
  }
}
