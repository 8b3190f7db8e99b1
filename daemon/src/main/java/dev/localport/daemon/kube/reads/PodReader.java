package dev.localport.daemon.kube.reads;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;

/**
 * Follows some of the pods of a {@link PodFeed}. Called on the feed's thread alone; {@link #wants}
 * on any.
 */
public interface PodReader {
  /** Returns whether a pod is one of those that it follows. */
  boolean wants(Pod pod);

  /**
   * All of them, as a list has them now.
   *
   * @param away whether the cluster may have been offline since the list before
   */
  void onList(List<Pod> pods, boolean away);

  /** One of them is there, or has changed; also one that it does not want anymore. */
  void onSeen(Pod pod);

  /** A pod is no more; it may be one that it does not follow. */
  void onDeleted(String pod);

  /** The cluster responds to the feed: the last report still holds. */
  void onCurrent();

  /** The cluster no longer responds to the feed: the last report may be outdated. */
  void onLost();

  /** The feed may not list what it lists. */
  void onForbidden();
}
