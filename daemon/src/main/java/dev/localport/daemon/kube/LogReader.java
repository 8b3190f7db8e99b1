package dev.localport.daemon.kube;

import dev.localport.daemon.kube.client.KubeException;
import java.time.Duration;

/**
 * One reading of a container's log. Used by one thread, except that {@link #close} may be called
 * from any. What is not read is not taken from the server either: a slow reader costs no memory.
 */
public interface LogReader extends AutoCloseable {
  /**
   * Returns what comes next, or {@link LogRead.Quiet} where nothing comes in that time.
   *
   * @throws KubeException if the answer broke off
   */
  LogRead next(Duration wait) throws KubeException, InterruptedException;

  /** Ends the answer at once. */
  @Override
  void close();
}
