package dev.localport.daemon.cluster;

import dev.localport.api.ClusterStatus;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches over one cluster: takes events one at a time, asks {@link MonitorRules}, does what they
 * say.
 *
 * <p>One virtual thread owns the state. The other methods may be called from any thread and, but
 * for {@link #awaitEnd}, do not block.
 */
final class ClusterHealthMonitor {
  private static final Logger log = LoggerFactory.getLogger(ClusterHealthMonitor.class);
  private static final int MAILBOX_SIZE = 4096;

  private final String context;
  private final BlockingQueue<MonitorMail> mailbox = new LinkedBlockingQueue<>(MAILBOX_SIZE);
  private final MonitorOwner work;
  private final Thread owner;
  private volatile boolean ended;

  /** Begins to watch over a cluster. */
  ClusterHealthMonitor(MonitorParts parts, Opener opener) {
    this.context = parts.context();
    this.work =
        new MonitorOwner(
            parts,
            new Asking(
                context,
                opener,
                parts.timers(),
                parts.random(),
                this::tell,
                (name, task) -> Thread.ofVirtual().name(name).start(task)),
            this::tell);
    this.owner = Thread.ofVirtual().name("cluster-" + context).start(this::run);
  }

  /** Returns what it knows. */
  View view() {
    return work.view();
  }

  /** Returns what it knows as it travels. */
  ClusterStatus status() {
    return work.status();
  }

  /** Tells of something that happened. */
  void happened(MonitorEvent event) {
    tell(new MonitorMail.Plain(event));
  }

  void join(Seat seat) {
    tell(new MonitorMail.Joined(seat));
  }

  void leave(Seat seat) {
    tell(new MonitorMail.Left(seat));
  }

  /** Reads its configuration again. */
  void reconfigure() {
    tell(new MonitorMail.Reconfigured());
  }

  /** Asks for everything now; the answer tells whether the cluster answered. */
  CompletableFuture<Boolean> refresh() {
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    tell(new MonitorMail.RefreshAsked(done));
    return done;
  }

  private void tell(MonitorMail mail) {
    if (!mailbox.offer(mail)) {
      log.atError().addKeyValue("context", context).log("event dropped: mailbox full");
      mail.dropped();
    }
    if (ended) {
      dropAll();
    }
  }

  private void dropAll() {
    for (MonitorMail mail = mailbox.poll(); mail != null; mail = mailbox.poll()) {
      mail.dropped();
    }
  }

  private void run() {
    try {
      work.begin();
      while (true) {
        MonitorMail mail = mailbox.take();
        try {
          work.read(mail);
        } catch (RuntimeException | Error e) { // a bug costs this event, not the monitor
          log.atError().addKeyValue("context", context).setCause(e).log("event dropped: bug");
        }
      }
    } catch (InterruptedException e) {
      // end() asked: the only way out of the loop
    } finally {
      work.end();
      ended = true;
      dropAll();
    }
  }

  /** Begins the end of the monitor, for good. */
  void end() {
    owner.interrupt();
  }

  /** Waits for the end at most so long, and tells whether it came. */
  boolean awaitEnd(Duration limit) throws InterruptedException {
    return owner.join(limit);
  }
}
