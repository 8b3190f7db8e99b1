package dev.localport.daemon.services;

import dev.localport.api.ServiceTrouble;
import dev.localport.api.StatusChange;

/** A client for which services run, by identity. */
public interface Owner {
  /** Receives what becomes of the services; must not block. */
  void onChange(StatusChange change);

  /** Called when clients of a service do not get what they came for, or do again; as above. */
  void onTrouble(ServiceTrouble trouble);
}
