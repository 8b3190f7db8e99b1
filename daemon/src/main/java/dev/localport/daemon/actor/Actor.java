package dev.localport.daemon.actor;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A virtual thread that owns some work, and reads one message after the other. {@link #start} is
 * called once; the other methods may be called from any thread, before it too, and, except for
 * {@link #awaitEnd}, do not block.
 *
 * <p>A bug costs the message that showed it, and not the thread. What is never read, since the
 * mailbox is full or the thread has ended, gets notified.
 */
public final class Actor<M extends Actor.Message> {
  private static final Logger log = LoggerFactory.getLogger(Actor.class);

  private final OwnerThread owner;
  private final BlockingQueue<M> mailbox;
  private volatile @Nullable Thread thread;
  private volatile boolean ended;

  /** A message for an actor. */
  public interface Message {
    /** Called when it will never be read. */
    default void dropped() {
      // most carry nothing that has to be closed
    }
  }

  /** What the thread does. */
  public interface Work<M> {
    /** Comes first. */
    default void begin() throws InterruptedException {
      // most wait for their first message
    }

    /** Does what a message asks for; what is interrupted ends. */
    void read(M message) throws InterruptedException;

    /** Comes last, whatever happened. */
    void end();
  }

  /**
   * Creates one that does not work yet; its mailbox takes messages already.
   *
   * @param owner is claimed by its thread before it begins
   * @param capacity of the mailbox
   */
  public Actor(OwnerThread owner, int capacity) {
    this.owner = owner;
    this.mailbox = new LinkedBlockingQueue<>(capacity);
  }

  /** Starts to work, on a thread of the given name. */
  public void start(String threadName, Work<M> work) {
    thread = Thread.ofVirtual().name(threadName).start(() -> run(work));
  }

  /** Puts a message into the mailbox. */
  public void tell(M message) {
    if (!mailbox.offer(message)) {
      log.atError().addKeyValue(owner.key(), owner.name()).log("event dropped: mailbox full");
      message.dropped();
    }
    if (ended) {
      dropAll();
    }
  }

  /** No more messages are read: late ones must leave nothing behind. */
  private void dropAll() {
    for (M message = mailbox.poll(); message != null; message = mailbox.poll()) {
      message.dropped();
    }
  }

  private void run(Work<M> work) {
    owner.claim();
    try {
      work.begin();
      while (true) {
        M message = mailbox.take();
        try {
          work.read(message);
        } catch (RuntimeException | Error e) { // a bug costs this message, not the actor
          log.atError()
              .addKeyValue(owner.key(), owner.name())
              .setCause(e)
              .log("event dropped: bug");
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

  /** Begins the end, permanently. */
  public void end() {
    Thread working = thread;
    if (working != null) {
      working.interrupt();
    }
  }

  /** Waits for the end at most this long, and returns whether it came. */
  public boolean awaitEnd(Duration limit) throws InterruptedException {
    Thread working = thread;
    return working == null || working.join(limit);
  }
}
