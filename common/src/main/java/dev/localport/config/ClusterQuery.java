package dev.localport.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One thing that the monitor of a cluster asks for. It asks the API itself: no program is run, also
 * where the file has a kubectl command for it.
 *
 * @param enabled false: it is not asked for
 * @param namespace null: all namespaces
 * @param fieldSelector null: none
 * @param labelSelector null: none
 * @param limit how many at most; 0: all
 * @param timeout null: that of the monitor
 */
public record ClusterQuery(
    boolean enabled,
    @Nullable String namespace,
    @Nullable String fieldSelector,
    @Nullable String labelSelector,
    int limit,
    @Nullable Duration timeout) {
  static ClusterQuery of(@Nullable String fieldSelector, int limit) {
    return new ClusterQuery(true, null, fieldSelector, null, limit, null);
  }

  /** Returns this, asked for or not. */
  ClusterQuery enabled(boolean now) {
    return new ClusterQuery(now, namespace, fieldSelector, labelSelector, limit, timeout);
  }
}
