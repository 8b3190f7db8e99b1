package dev.localport.daemon.control;

import dev.localport.api.Methods;
import dev.localport.api.ServiceTrouble;
import dev.localport.api.StatusChange;
import dev.localport.daemon.services.Owner;
import dev.localport.rpc.RpcConnection;

/**
 * A connection that services are bound to, and that is notified about them; of all services, and
 * once, where it has subscribed.
 */
final class Subscriber implements Owner {
  private final RpcConnection connection;
  private final Subscribers all;

  Subscriber(RpcConnection connection, Subscribers all) {
    this.connection = connection;
    this.all = all;
  }

  @Override
  public void onChange(StatusChange change) {
    if (!all.has(connection)) {
      connection.notify(Methods.STATUS_CHANGED, change.toJson());
    }
  }

  @Override
  public void onTrouble(ServiceTrouble trouble) {
    if (!all.has(connection)) {
      connection.notify(Methods.TROUBLE, trouble.toJson());
    }
  }
}
