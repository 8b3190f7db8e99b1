package dev.localport.daemon.services;

import dev.localport.api.HealthChange;
import dev.localport.api.ReconnectAttempt;
import dev.localport.api.ServiceTrouble;
import dev.localport.api.StatusChange;
import org.jspecify.annotations.Nullable;

/** Called for all services, in the order in which things happen. Never blocks. */
public interface ServiceWatcher {
  /** A service's state changed. */
  void onChange(StatusChange change);

  /** A service is not connected and waits for its next attempt. */
  void onRetry(ReconnectAttempt attempt);

  /** The clients of a service that is connected do not get what they came for, or do again. */
  default void onTrouble(ServiceTrouble trouble) {
    // most look at what becomes of its health
  }

  /** The health of a service changed. */
  default void onHealth(HealthChange change) {
    // most ask for it when they need it
  }

  /**
   * A person or a program asked for something of a service that runs.
   *
   * @param context its kube context, or null where it has none yet
   * @param what {@code reconnect} or {@code restart}
   */
  default void onAsked(String service, @Nullable String context, String what) {
    // most look at what becomes of it
  }

  /**
   * A configuration file was loaded.
   *
   * @param why why it was not: the previous version stays active; null: it was
   */
  default void onConfiguration(String file, @Nullable String why) {
    // most look at the services
  }
}
