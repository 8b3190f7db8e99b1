package dev.localport.api;

/** What the monitor knows about a cluster now; docs/states.md explains each state. */
public enum ClusterState {
  /** Nothing is known yet. */
  CHECKING("checking"),
  /** It answers in time, and every query succeeded. */
  CONNECTED("connected"),
  /** It answers slowly, or not everything, or with server errors. */
  DEGRADED("degraded"),
  /** It did not answer the last probes; they are not yet enough to call it offline. */
  RECONNECTING("reconnecting"),
  /** It is unreachable. */
  OFFLINE("offline"),
  /** It is there, and does not take the credentials, or its certificate is not trusted. */
  ERROR("error"),
  /** It is not monitored: the user has switched the monitor off. */
  DISABLED("disabled");

  private final String word;

  ClusterState(String word) {
    this.word = word;
  }

  /** Returns the word on the wire. */
  public String word() {
    return word;
  }

  /** Returns whether services cannot connect: it is offline, or rejects the connection. */
  public boolean isDown() {
    return this == OFFLINE || this == ERROR;
  }

  /**
   * Returns the state of a word; an unknown one, from a newer daemon, counts as {@link #CHECKING}.
   */
  public static ClusterState of(String word) {
    for (ClusterState state : values()) {
      if (state.word.equals(word)) {
        return state;
      }
    }
    return CHECKING;
  }
}
