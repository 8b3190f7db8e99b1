package dev.localport.daemon.kube;

import java.util.Set;

/** Called about the pods behind a target; never called twice at once, and must not block. */
public interface PodListener {
  /** Does nothing: for callers that only ask for the pods. */
  PodListener NONE =
      new PodListener() {
        @Override
        public void onReady(PodView pod) {}

        @Override
        public void onGone(String pod, String why) {}

        @Override
        public void onDeleted(String pod) {}

        @Override
        public void onListed(Set<String> serving) {}
      };

  /** The pod is usable from now on, or still is after a time in which that was unknown. */
  void onReady(PodView pod);

  /**
   * The pod can no longer be used.
   *
   * @param why in one phrase: it is being deleted, it was deleted, it is not Ready
   */
  void onGone(String pod, String why);

  /**
   * Nothing runs in the pod anymore, or it does not exist: nothing comes from it, nor goes to it.
   */
  void onDeleted(String pod);

  /** All usable pods, by name: called after what changed, each time that the list was read. */
  void onListed(Set<String> serving);
}
