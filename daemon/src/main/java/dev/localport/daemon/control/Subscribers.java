package dev.localport.daemon.control;

import dev.localport.api.ClusterChange;
import dev.localport.api.ClusterHealth;
import dev.localport.api.ClusterState;
import dev.localport.api.ClusterStatus;
import dev.localport.api.HealthUpdate;
import dev.localport.api.Methods;
import dev.localport.api.ReconnectAttempt;
import dev.localport.api.ServiceTrouble;
import dev.localport.api.StatusChange;
import dev.localport.daemon.services.ServiceWatcher;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcConnection;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The connections that are notified about all services and clusters. Thread-safe. Telling them does
 * not block: what a slow one does not read is dropped for it alone, see {@link
 * RpcConnection#notify}.
 */
public final class Subscribers implements ServiceWatcher {
  private final Set<RpcConnection> connections = ConcurrentHashMap.newKeySet();
  private final Map<Cluster, ClusterState> states = new ConcurrentHashMap<>();
  private final InstantSource clock;

  private record Cluster(String context, String server) {}

  /** Begins without subscribers. */
  public Subscribers(InstantSource clock) {
    this.clock = clock;
  }

  /** Tells a connection of everything until it ends. */
  void add(RpcConnection connection) {
    if (connections.add(connection)) {
      connection.onClose(() -> connections.remove(connection));
    }
  }

  /** Returns whether there are no subscribers. */
  boolean isEmpty() {
    return connections.isEmpty();
  }

  /** Returns whether a connection is notified about everything. */
  boolean has(RpcConnection connection) {
    return connections.contains(connection);
  }

  @Override
  public void onChange(StatusChange change) {
    tell(Methods.STATUS_CHANGED, change::toJson);
  }

  @Override
  public void onTrouble(ServiceTrouble trouble) {
    tell(Methods.TROUBLE, trouble::toJson);
  }

  @Override
  public void onRetry(ReconnectAttempt attempt) {
    tell(Methods.RECONNECT_ATTEMPT, attempt::toJson);
  }

  /** A cluster was asked how it is, or its state changed. */
  public void onHealth(ClusterStatus now) {
    ClusterState before = replaced(now);
    if (before != now.state()) {
      tell(Methods.STATUS_CHANGED, () -> change(before, now).toJson());
    }
    tell(Methods.HEALTH_UPDATE, () -> update(now).toJson());
  }

  /* One that nothing is known of is being checked. */
  private ClusterState replaced(ClusterStatus now) {
    ClusterState before = states.put(new Cluster(now.context(), now.server()), now.state());
    return before == null ? ClusterState.CHECKING : before;
  }

  private ClusterChange change(ClusterState before, ClusterStatus now) {
    String cause = now.error() == null ? null : now.error().message();
    return new ClusterChange(now.context(), before, now.state(), cause, clock.instant());
  }

  /** Returns the state of a cluster as subscribers get it. */
  HealthUpdate update(ClusterStatus now) {
    return new HealthUpdate(now.context(), ClusterHealth.of(now), clock.instant());
  }

  /** Usually there are no subscribers: then nothing is written. */
  private void tell(String method, Supplier<JsonObject> params) {
    if (!isEmpty()) {
      JsonObject written = params.get();
      connections.forEach(connection -> connection.notify(method, written));
    }
  }
}
