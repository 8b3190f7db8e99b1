package dev.localport.api;

/**
 * The protocol that both sides of this build speak on the daemon's socket. It goes up when a method
 * changes its meaning; a method or a field more is no change.
 */
public final class ProtocolVersion {
  private ProtocolVersion() {}

  /**
   * Returns the number. A method, since a constant would be copied into each class that uses it.
   */
  public static int current() {
    return 1;
  }
}
