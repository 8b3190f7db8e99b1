package dev.localport.cli.ui;

import dev.localport.api.ServiceStatus;

/** What the screen asks of the daemon. */
sealed interface UiRequest {
  /** How everything is. */
  record Refresh() implements UiRequest {}

  /** Why a service is as it is, and what happened to it. */
  record Details(ServiceStatus service) implements UiRequest {}

  /** The end of a service's log. */
  record Log(String service) implements UiRequest {}

  /**
   * Something to do with a service.
   *
   * @param confirmed whether the user has agreed, for a service that asks first
   */
  record Act(Verb verb, String service, boolean confirmed) implements UiRequest {}

  /** What can be done with a service. */
  enum Verb {
    START("start", "starting", "started"),
    STOP("stop", "stopping", "stopped"),
    RESTART("restart", "restarting", "restarted"),
    RECONNECT("reconnect", "reconnecting", "reconnected");

    private final String word;
    private final String progress;
    private final String past;

    Verb(String word, String progress, String past) {
      this.word = word;
      this.progress = progress;
      this.past = past;
    }

    String word() {
      return word;
    }

    String progress() {
      return progress;
    }

    String past() {
      return past;
    }
  }
}
