package dev.localport.daemon;

/** Another daemon holds the lock of the state folder. */
final class AlreadyRunningException extends Exception {
  private static final long serialVersionUID = 1L;

  AlreadyRunningException(String message) {
    super(message);
  }
}
