package dev.localport.daemon.podlog;

import java.time.Duration;

/** How a log waits until it is worth reading on. */
public interface LogWait {
  /**
   * Waits for that time, or until the cluster is back. From then on its services wait until {@link
   * #restored}, for a moment at most.
   */
  void pause(Duration most) throws InterruptedException;

  /** The log is read again, or cannot be: what waits for that continues. */
  void restored();
}
