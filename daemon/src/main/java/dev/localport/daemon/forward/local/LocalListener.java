package dev.localport.daemon.forward.local;

/** Hears what connections ask of a forward. Called on its event loop; never blocks. */
public interface LocalListener {
  /** A connection arrived, and there is no session for it. */
  void onHeld();

  /** The next connection would have to share a session, or to wait for one. */
  void onWanted();

  /** A connection's error speaks of its pod: it has to be looked up. */
  void onPodSuspected(String pod);

  /** A port of a pod refused a connection. */
  void onRefused(String pod, int port);
}
