package dev.localport.daemon.services;

import dev.localport.api.ServiceTrouble;
import dev.localport.api.StatusChange;

/** Somebody for whom services run, by identity. */
public interface Owner {
  /** Is told what becomes of the services; must not block. */
  void onChange(StatusChange change);

  /** Is told that clients of a service do not get what they came for, or do again; as above. */
  void onTrouble(ServiceTrouble trouble);
}
