package dev.localport.daemon.kube;

/** Somebody follows the pods behind a target. Thread-safe; nothing here blocks. */
public interface PodFollowing extends AutoCloseable {
  /**
   * Has the list read again at once: what the watch would tell may never come, as after a wake or a
   * lost session.
   */
  void refresh();

  /** Ends it: the listener hears nothing any more. */
  @Override
  void close();
}
