package dev.localport.daemon.kube;

/** Is told about the pods behind a target; never called twice at once, and must not block. */
public interface PodListener {
  /** The pod serves from now on, or still does after a time in which that could not be seen. */
  void onReady(PodView pod);

  /**
   * The pod does not serve any more.
   *
   * @param why in one phrase: it is being deleted, it is gone, it is not Ready
   */
  void onGone(String pod, String why);
}
