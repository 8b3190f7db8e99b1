package dev.localport.daemon.kube.reads;

import dev.localport.api.ClusterEvent;
import org.jspecify.annotations.Nullable;

/** Follows events as they happen; called on the thread that follows them. */
public interface EventReader {
  /** One happened, or happened once more. */
  void onEvent(ClusterEvent event);

  /**
   * Everything up to here was reported.
   *
   * @param version where to continue; null: that is lost, and only what happens from now on can be
   *     followed
   */
  void onPosition(@Nullable String version);
}
