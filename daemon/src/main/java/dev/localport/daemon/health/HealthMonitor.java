package dev.localport.daemon.health;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches over the health of one service: checks it in its interval while there is a way to it, one
 * check at a time, and tells what changes.
 *
 * <p>One virtual thread owns the state. All methods may be called from any thread and do not block.
 */
public final class HealthMonitor implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HealthMonitor.class);
  private static final int MAILBOX_SIZE = 1024;

  private final String service;
  private final HealthOwner work;
  private final BlockingQueue<Mail> mailbox = new LinkedBlockingQueue<>(MAILBOX_SIZE);
  private final Thread owner;

  /** Makes a monitor that waits to be told that there is a way to the service. */
  public HealthMonitor(HealthService service, HealthParts parts, HealthListener listener) {
    this.service = service.name();
    this.work =
        new HealthOwner(
            service, parts, new VirtualThreadRunner(service.name()), this::put, listener);
    this.owner = Thread.ofVirtual().name("health-" + service.name()).start(this::run);
  }

  /** The forward has a session: the service is checked at once. */
  public void connected() {
    tell(new HealthEvent.Connected());
  }

  /** The forward has no session any more, on purpose or not. */
  public void disconnected() {
    tell(new HealthEvent.Disconnected());
  }

  /** The cluster is away; matters where the check is aware of it. */
  public void clusterAway() {
    tell(new HealthEvent.ClusterAway());
  }

  /** The cluster is back: the service is checked at once if there is a way to it. */
  public void clusterBack() {
    tell(new HealthEvent.ClusterBack());
  }

  /** Something is wrong with the cluster: the next check comes sooner. */
  public void clusterTrouble() {
    tell(new HealthEvent.ClusterTrouble());
  }

  /** Returns what is known now. */
  public HealthView view() {
    return work.view();
  }

  private void tell(HealthEvent event) {
    put(new Mail.Told(event));
  }

  private void put(Mail mail) {
    if (!mailbox.offer(mail)) {
      log.atError().addKeyValue("service", service).log("health event dropped: mailbox full");
    }
  }

  private void run() {
    try {
      while (true) {
        Mail mail = mailbox.take();
        try {
          work.read(mail);
        } catch (RuntimeException | Error e) { // a bug costs this event, not the monitor
          log.atError()
              .addKeyValue("service", service)
              .setCause(e)
              .log("health event dropped: bug");
        }
      }
    } catch (InterruptedException e) {
      // close() asked: the only way out of the loop
    } finally {
      work.end();
    }
  }

  /** Begins the end, for good: nothing is told any more once the event under way is through. */
  @Override
  public void close() {
    owner.interrupt();
  }
}
