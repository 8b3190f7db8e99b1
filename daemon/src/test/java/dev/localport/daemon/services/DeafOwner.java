package dev.localport.daemon.services;

import dev.localport.api.ServiceTrouble;
import dev.localport.api.StatusChange;

/** An owner of services that does not care what becomes of them. */
class DeafOwner implements Owner {
  @Override
  public void onChange(StatusChange change) {}

  @Override
  public void onTrouble(ServiceTrouble trouble) {}
}
