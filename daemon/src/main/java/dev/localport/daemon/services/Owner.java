package dev.localport.daemon.services;

import dev.localport.api.StatusChange;

/** Somebody for whom services run, by identity. */
public interface Owner {
  /** Is told what becomes of the services; must not block. */
  void onChange(StatusChange change);
}
