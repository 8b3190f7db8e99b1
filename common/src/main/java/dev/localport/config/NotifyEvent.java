package dev.localport.config;

import dev.localport.config.form.Word;

/** What may be told to a command of the user: the types of the journal's events. */
public enum NotifyEvent implements Word {
  /** A service is up for the first time. */
  CONNECTED("connected"),
  /** A service lost its last session. */
  DISCONNECTED("disconnected"),
  /** A service is dialled again. */
  RECONNECTING("reconnecting"),
  /** A service is up again. */
  RECONNECTED("reconnected"),
  /** Something failed that needs somebody. */
  ERROR("error"),
  /** A health check changed its mind. */
  HEALTH_CHECK("health_check"),
  /** A file was loaded anew. */
  CONFIG_CHANGED("config_changed"),
  /** A cluster's state changed. */
  CLUSTER("cluster"),
  /** Something that was asked for began or ended. */
  OPERATION("operation"),
  /** A setting was changed. */
  SETTINGS("settings");

  private final String word;

  NotifyEvent(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }
}
