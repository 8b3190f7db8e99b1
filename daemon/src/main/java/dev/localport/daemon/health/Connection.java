package dev.localport.daemon.health;

import java.net.Socket;
import java.util.Optional;

/** One connection of a check, used by one thread. */
public interface Connection extends AutoCloseable {
  /** Returns the socket, connected. */
  Socket socket();

  /**
   * Returns why the far side broke it, or nothing where it did not; asked once it is closed, and
   * may wait a moment for what is in transit.
   */
  Optional<Broken> broken() throws InterruptedException;

  @Override
  void close();

  /**
   * An end that was no orderly one.
   *
   * @param why in plain words, {@code connection refused by the pod}
   * @param lineLost whether the connection to the service was lost, which says nothing about the
   *     service
   */
  record Broken(String why, boolean lineLost) {}
}
