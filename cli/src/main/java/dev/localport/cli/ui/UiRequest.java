package dev.localport.cli.ui;

/** What the screen asks of the daemon. */
sealed interface UiRequest {
  /** How everything is. */
  record Refresh() implements UiRequest {}

  /** Why a service is as it is, and what happened to it. */
  record Details(String service) implements UiRequest {}

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
    START("start", "starting"),
    STOP("stop", "stopping"),
    RESTART("restart", "restarting"),
    RECONNECT("reconnect", "reconnecting");

    private final String word;
    private final String progress;

    Verb(String word, String progress) {
      this.word = word;
      this.progress = progress;
    }

    String word() {
      return word;
    }

    String progress() {
      return progress;
    }
  }
}
