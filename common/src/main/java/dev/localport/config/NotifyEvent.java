package dev.localport.config;

import dev.localport.config.form.Word;

/**
 * What notifications can be about: six words for what matters most, and the types of the journal's
 * events.
 */
public enum NotifyEvent implements Word {
  /** A service cannot be connected and needs you. */
  FAILED("failed"),
  /** A service is connected again after it had failed or was lost for a while, or healthy again. */
  RECOVERED("recovered"),
  /** A cluster does not respond, or rejects the connection. */
  CLUSTER_OFFLINE("cluster_offline"),
  /** A cluster that was offline responds again. */
  CLUSTER_BACK("cluster_back"),
  /** The health check of a service fails. */
  UNHEALTHY("unhealthy"),
  /** A service keeps reconnecting. */
  FLAPPING("flapping"),
  /** A service is connected for the first time since it was started. */
  CONNECTED("connected"),
  /** A service lost its last session. */
  DISCONNECTED("disconnected"),
  /** A service will be tried again. */
  RECONNECTING("reconnecting"),
  /** A service is connected again, after a loss or a wait. */
  RECONNECTED("reconnected"),
  /** A service cannot be connected, for a reason that is not its cluster's. */
  ERROR("error"),
  /** The health check of a service has another result than before. */
  HEALTH_CHECK("health_check"),
  /** A configuration file was loaded, or could not be loaded. */
  CONFIG_CHANGED("config_changed"),
  /** A cluster's state changed. */
  CLUSTER("cluster"),
  /** You or another program asked for something, or what was asked for ended. */
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
