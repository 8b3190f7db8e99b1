package dev.localport.daemon.cluster;

import dev.localport.config.ClusterHealthConfig;
import java.time.Duration;
import java.util.Set;

/**
 * Asks a cluster on behalf of a monitor's owner, and reports the result to it as {@link
 * MonitorMessage}. Does not block; used by the owner alone.
 */
interface QueryRunner {
  /** Sends a probe. */
  void probe(int number, Duration timeout);

  /**
   * Asks once more over the connection that the last probe has made, for how long that takes; where
   * it is not answered, nothing is reported.
   */
  void measure(Duration timeout);

  /** Ends the running probe, or the measurement; nothing is reported. */
  void abandonProbe();

  /**
   * Asks for these things, one after another.
   *
   * @param pods those behind services
   */
  void collect(int number, Set<Collector> what, PodsInUse pods, ClusterHealthConfig config);

  /** Ends the running collection without a notification. */
  void abandonCollection();
}
