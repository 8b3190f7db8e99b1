package dev.localport.daemon.control;

import dev.localport.api.Methods;
import dev.localport.api.StatusChange;
import dev.localport.daemon.services.Owner;
import dev.localport.rpc.RpcConnection;

/** A connection that services are bound to, and that hears of them. */
final class Subscriber implements Owner {
  private final RpcConnection connection;

  Subscriber(RpcConnection connection) {
    this.connection = connection;
  }

  @Override
  public void onChange(StatusChange change) {
    connection.notify(Methods.STATUS_CHANGED, change.toJson());
  }
}
