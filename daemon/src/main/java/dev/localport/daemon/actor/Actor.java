package dev.localport.daemon.actor;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A virtual thread that owns some work, and reads one mail after the other. {@link #start} is
 * called once; the other methods may be called from any thread, before it too, and, but for {@link
 * #awaitEnd}, do not block.
 *
 * <p>A bug costs the mail that showed it, and not the thread. What nobody will read, since the
 * mailbox is full or the thread has ended, is told so.
 */
public final class Actor<M extends Actor.Mail> {
  private static final Logger log = LoggerFactory.getLogger(Actor.class);

  private final String key;
  private final String name;
  private final BlockingQueue<M> mailbox;
  private volatile @Nullable Thread owner;
  private volatile boolean ended;

  /** Something that an actor is told. */
  public interface Mail {
    /** Is called when nobody will read it. */
    default void dropped() {
      // most carry nothing that has to be closed
    }
  }

  /** What the thread does. */
  public interface Work<M> {
    /** Comes first. */
    default void begin() {
      // most wait for their first mail
    }

    /** Does what a mail asks for; what is interrupted ends. */
    void read(M mail) throws InterruptedException;

    /** Comes last, whatever happened. */
    void end();
  }

  /**
   * Makes one that does not work yet; its mailbox takes mail already.
   *
   * @param key under which its name stands in the log: {@code service}
   * @param capacity of the mailbox
   */
  public Actor(String key, String name, int capacity) {
    this.key = key;
    this.name = name;
    this.mailbox = new LinkedBlockingQueue<>(capacity);
  }

  /** Begins to work, on a thread of the given name. */
  public void start(String thread, Work<M> work) {
    owner = Thread.ofVirtual().name(thread).start(() -> run(work));
  }

  /** Puts a mail into the mailbox. */
  public void tell(M mail) {
    if (!mailbox.offer(mail)) {
      log.atError().addKeyValue(key, name).log("event dropped: mailbox full");
      mail.dropped();
    }
    if (ended) {
      dropAll();
    }
  }

  /** Nobody reads any more: what comes must leave nothing behind. */
  private void dropAll() {
    for (M mail = mailbox.poll(); mail != null; mail = mailbox.poll()) {
      mail.dropped();
    }
  }

  private void run(Work<M> work) {
    try {
      work.begin();
      while (true) {
        M mail = mailbox.take();
        try {
          work.read(mail);
        } catch (RuntimeException | Error e) { // a bug costs this mail, not the actor
          log.atError().addKeyValue(key, name).setCause(e).log("event dropped: bug");
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

  /** Begins the end, for good. */
  public void end() {
    Thread working = owner;
    if (working != null) {
      working.interrupt();
    }
  }

  /** Waits for the end at most so long, and tells whether it came. */
  public boolean awaitEnd(Duration limit) throws InterruptedException {
    Thread working = owner;
    return working == null || working.join(limit);
  }
}
