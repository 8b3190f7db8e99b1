package dev.localport.daemon.control;

import dev.localport.api.EventQuery;
import dev.localport.api.JournalEntry;
import dev.localport.daemon.journal.Journal;
import dev.localport.daemon.journal.JournalListener;
import dev.localport.rpc.RpcConnection;
import dev.localport.rpc.RpcException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The subscribers of the journal, each with a feed of its own. Thread-safe. */
public final class EventFeeds implements JournalListener {
  /** How many events wait for a slow subscriber. */
  static final int QUEUE_SIZE = 1_000;

  private final Map<RpcConnection, EventFeed> feeds = new ConcurrentHashMap<>();
  private final Journal journal;
  private final InstantSource clock;
  private final int queueSize;

  /** Begins without subscribers; the caller has it listen to the journal. */
  public EventFeeds(Journal journal, InstantSource clock) {
    this(journal, clock, QUEUE_SIZE);
  }

  /** As the other one, with another size of its queues. */
  EventFeeds(Journal journal, InstantSource clock, int queueSize) {
    this.journal = journal;
    this.clock = clock;
    this.queueSize = queueSize;
  }

  @Override
  public void onEntry(JournalEntry entry) {
    feeds.values().forEach(feed -> feed.offer(entry));
  }

  /**
   * Sends a connection the events that it asks for until it ends, in place of those that it asked
   * for before.
   *
   * @param after the number that it has seen last; null: what has happened by now is not sent
   * @return the number of the newest event
   * @throws RpcException if the journal cannot be read
   */
  long add(RpcConnection to, EventQuery query, @Nullable Long after) throws InterruptedException {
    EventFeed feed = new EventFeed(journal, to, query, clock, queueSize);
    EventFeed before = feeds.put(to, feed);
    if (before == null) {
      to.onClose(() -> remove(to));
    } else {
      before.close();
    }
    long newest = journal.last(); // whatever is newer is offered
    EventFeed.Start start =
        after == null ? new EventFeed.Start(newest, false, false) : start(query, newest);
    to.afterAnswer(() -> feed.begin(start));
    return newest;
  }

  /* A number that the journal has not given: another journal was there, all of this one is new. */
  private EventFeed.Start start(EventQuery query, long newest) throws InterruptedException {
    boolean isPart = query.limit() > 0 || query.since() != null;
    List<JournalEntry> wanted = isPart ? read(query) : List.of();
    if (!wanted.isEmpty()) {
      return new EventFeed.Start(wanted.getFirst().sequence() - 1, true, true);
    }
    boolean isKnown = query.after() <= newest;
    return new EventFeed.Start(isKnown ? query.after() : 0, true, isPart || !isKnown);
  }

  private List<JournalEntry> read(EventQuery query) throws InterruptedException {
    try {
      return journal.read(query);
    } catch (IOException e) {
      throw EventMethods.unreadable(e);
    }
  }

  private void remove(RpcConnection to) {
    EventFeed feed = feeds.remove(to);
    if (feed != null) {
      feed.close();
    }
  }
}
