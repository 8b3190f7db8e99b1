package dev.localport.daemon.kube.reads;

import dev.localport.daemon.kube.client.KubeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The bytes of a log as they come. Used by one thread; {@link #close} may be called from any. */
public interface LogStream extends AutoCloseable {
  /**
   * Takes the next bytes.
   *
   * @return null if none come in that time; an empty buffer at the end
   * @throws KubeException if the answer broke off
   */
  @Nullable ByteBuffer next(Duration wait) throws KubeException, InterruptedException;

  /** Ends the answer at once. */
  @Override
  void close();
}
