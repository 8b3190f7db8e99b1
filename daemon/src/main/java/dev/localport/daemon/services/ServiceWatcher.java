package dev.localport.daemon.services;

import dev.localport.api.ReconnectAttempt;
import dev.localport.api.StatusChange;

/** Is told of all services, in the order in which things happen. Never blocks. */
public interface ServiceWatcher {
  /** A service's state changed. */
  void onChange(StatusChange change);

  /** A service is not connected and waits for its next attempt. */
  void onRetry(ReconnectAttempt attempt);
}
