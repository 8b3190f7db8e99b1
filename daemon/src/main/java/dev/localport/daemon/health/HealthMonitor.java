package dev.localport.daemon.health;

import dev.localport.daemon.actor.Actor;
import dev.localport.daemon.actor.OwnerThread;

/**
 * Watches over the health of one service: checks it in its interval while there is a connection to
 * it, one check at a time, and reports what changes.
 *
 * <p>One virtual thread owns the state. All methods may be called from any thread and do not block.
 */
public final class HealthMonitor implements AutoCloseable {
  private static final int MAILBOX_SIZE = 1024;

  private final HealthOwner work;
  private final Actor<HealthMessage> actor;

  /** Makes a monitor that waits until the service can be reached. */
  public HealthMonitor(HealthParts parts) {
    OwnerThread owner = new OwnerThread("service", parts.service());
    this.actor = new Actor<>(owner, MAILBOX_SIZE);
    this.work =
        new HealthOwner(parts, new VirtualThreadRunner(parts.service()), owner, actor::tell);
    actor.start("health-" + parts.service(), work);
  }

  /** The forward has a session: the service is checked at once. */
  public void connected() {
    tell(new HealthEvent.Connected());
  }

  /** The forward has no session anymore, on purpose or not. */
  public void disconnected() {
    tell(new HealthEvent.Disconnected());
  }

  /** The cluster is offline; matters where the check is aware of it. */
  public void clusterAway() {
    tell(new HealthEvent.ClusterAway());
  }

  /** The cluster is back: the service is checked at once if there is a connection to it. */
  public void clusterBack() {
    tell(new HealthEvent.ClusterBack());
  }

  /** Something is wrong with the cluster: the next check comes sooner. */
  public void clusterTrouble() {
    tell(new HealthEvent.ClusterTrouble());
  }

  /** Returns what is known now. */
  public HealthView view() {
    return work.state().view();
  }

  private void tell(HealthEvent event) {
    actor.tell(new HealthMessage.Happened(event));
  }

  /** Begins the end, permanently: nothing is reported after the current event. */
  @Override
  public void close() {
    actor.end();
  }
}
