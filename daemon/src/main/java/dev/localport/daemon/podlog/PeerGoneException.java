package dev.localport.daemon.podlog;

/** The peer of the log is gone: its reading ends. */
final class PeerGoneException extends Exception {
  private static final long serialVersionUID = 1L;

  PeerGoneException() {
    super("the peer of the log is gone", null, false, false);
  }
}
