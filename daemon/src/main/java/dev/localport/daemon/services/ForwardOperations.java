package dev.localport.daemon.services;

import dev.localport.api.OperationKind;
import dev.localport.daemon.forward.Forward;
import dev.localport.daemon.forward.rules.ForwardState;
import dev.localport.daemon.forward.rules.SuspendedReason;
import dev.localport.daemon.operations.FullQueueException;
import dev.localport.daemon.operations.Operations;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Brings operations to the forwards that run, and what becomes of those back to the operations.
 * Confined to its owner.
 */
final class ForwardOperations {
  private final Catalogue catalogue;
  private final Running running;
  private final Operations operations;
  private final Owners owners;
  private final Heard heard;

  /** Called when a forward has acted on an operation, on a thread of its own. */
  interface Heard {
    void onHeard(Forward forward, long operation);
  }

  ForwardOperations(
      Catalogue catalogue, Running running, Operations operations, Owners owners, Heard heard) {
    this.catalogue = catalogue;
    this.running = running;
    this.operations = operations;
    this.owners = owners;
    this.heard = heard;
  }

  /** Lets the operation of a forward follow what became of that. */
  void follow(Forward forward, ForwardState state) {
    String service = forward.config().name();
    String context = forward.settled().context();
    if (Forward.isUp(state)) {
      boolean _ = operations.up(service, context);
    } else if (SuspendedReason.CLUSTER_OFFLINE.word().equals(state.reasonWord())) {
      operations.offline(service, context);
    }
  }

  /**
   * Lets operations follow the states of their forwards, whose notifications may still be in
   * transit.
   */
  void catchUp(List<String> names) {
    running.all(names).forEach(forward -> follow(forward, forward.state()));
  }

  /** A forward has acted on its operation; it may have been connected since. */
  void heard(Forward forward, long operation) {
    operations.heard(operation);
    if (forward.equals(running.find(forward.config().name()))) {
      follow(forward, forward.state());
    }
  }

  /** The cluster of a forward is back: the forward gets what waited for that. */
  void clusterBack(Forward forward) {
    String service = forward.config().name();
    if (forward.equals(running.find(service))) {
      Operations.Told told = operations.back(service);
      if (told != null) {
        tell(forward, told);
      }
    }
  }

  private void tell(Forward forward, Operations.Told told) {
    owners.tellAsked(forward, told.kind().word()); // first: it ends what it ends afterwards
    switch (told.kind()) {
      case RESTART -> forward.restart();
      case RECONNECT -> forward.reconnect();
      case START, STOP ->
          throw new IllegalStateException(
              "not an operation that waits for a" + " cluster: " + told.kind());
    }
    var _ = // on a thread of its own: the caller holds a lock
        forward
            .caughtUp()
            .thenRunAsync(
                () -> heard.onHeard(forward, told.id()), task -> Thread.ofVirtual().start(task));
  }

  /** Returns the number of the operation that a forward waits with, or the greatest there is. */
  long turn(Forward forward) {
    Long id = operations.find(forward.config().name());
    return id == null ? Long.MAX_VALUE : id;
  }

  /**
   * Makes sure that each of these services whose cluster is offline can wait for it.
   *
   * @return the names of those
   * @throws FullQueueException if not; then nothing has begun
   */
  Set<String> requireRoom(List<String> names) {
    Set<String> away = new HashSet<>();
    for (Forward forward : running.all(names)) {
      if (forward.isClusterAway()) {
        away.add(forward.config().name());
      }
    }
    operations.requireRoom(away);
    return away;
  }

  /**
   * Makes sure that the start of each of these services can wait for its cluster, as far as that is
   * known to be offline.
   *
   * @throws FullQueueException if not; then nothing has begun
   */
  void requireRoomToStart(List<String> names) {
    AwayClusters away = new AwayClusters(catalogue, running);
    operations.requireRoom(
        catalogue.all(names).stream()
            .filter(service -> !isUp(service.name()) && away.has(service))
            .map(LoadedService::name)
            .toList());
  }

  private boolean isUp(String name) {
    Forward forward = running.find(name);
    return forward != null && forward.isUp();
  }

  /**
   * A command has started a service. One that is up, or waits with an operation already, has
   * nothing to begin; and where the queue is full, it connects without being part of that.
   *
   * @param isNew whether it did not run before
   * @param away the clusters that were offline then
   */
  void started(LoadedService service, boolean isNew, AwayClusters away) {
    String name = service.name();
    Forward forward = running.find(name);
    if (forward == null) {
      return;
    }
    String context = running.context(service);
    boolean waits = away.has(service) && operations.hasRoom();
    if (waits && !forward.isUp() && operations.find(name) == null) {
      operations.queue(OperationKind.START, name, context, false);
      forward.lookAtCluster();
    } else if (isNew && !waits) {
      operations.begin(OperationKind.START, name, context);
    }
  }

  /**
   * Gives services that run new sessions: now, or when their clusters are back. There must be room.
   *
   * @param kind restart or reconnect
   * @param away the names of those whose clusters are offline
   * @return whether one waits
   */
  boolean again(OperationKind kind, List<String> names, Set<String> away) {
    for (Forward forward : running.all(names)) {
      String name = forward.config().name();
      String context = forward.settled().context();
      if (away.contains(name)) {
        operations.queue(kind, name, context, forward.isUp());
        forward.lookAtCluster();
      } else {
        tell(forward, new Operations.Told(operations.begin(kind, name, context), kind));
      }
    }
    return !away.isEmpty();
  }

  /** Services are about to be stopped, which needs no cluster. */
  void stop(List<String> names) {
    for (LoadedService service : catalogue.all(names)) {
      if (running.find(service.name()) != null) {
        operations.stop(service.name(), running.context(service));
      }
    }
  }

  /** A configuration was loaded; the forwards that ran before that may be others now. */
  void follow(Map<String, Forward> before) {
    running
        .forwards()
        .forEach((name, forward) -> {
          if (!forward.equals(before.get(name))) {
            operations.renewed(name);
          }
        });
  }

  /** Ends the operations of services that do not run, and do not wait for their file. */
  void retain(UnloadedFiles unloaded, String why) {
    Set<String> wanted = new HashSet<>(running.names());
    unloaded.wanted().forEach(service -> wanted.add(service.name()));
    operations.retain(wanted, why);
  }
}
