package dev.localport.daemon.podlog;

import dev.localport.api.Failure;
import dev.localport.api.PodLogLine;
import dev.localport.api.PodLogPosition;
import dev.localport.api.PodLogSeam;
import dev.localport.api.PodLogSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes a log. Each call waits until its peer has taken it, so that a slow one holds back the
 * server and fills no memory; each returns false once the peer has disconnected.
 */
public interface PodLogSink {
  /**
   * Takes where the log of a source begins: what another daemon needs to continue there. It comes
   * before the first line of each source, also while that has none yet.
   */
  boolean position(PodLogPosition position);

  /** Takes lines of the source whose position came last, in their order. */
  boolean lines(PodLogSource source, List<PodLogLine> lines);

  /** Takes the place between two readings. */
  boolean seam(PodLogSeam seam);

  /** Takes why the log does not continue for now, in words. */
  boolean waiting(String message);

  /** The log does not continue; {@code why} is null where it was read to its end. */
  void end(@Nullable Failure why);
}
