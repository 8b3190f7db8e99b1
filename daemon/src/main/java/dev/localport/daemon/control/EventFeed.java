package dev.localport.daemon.control;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.localport.api.EventQuery;
import dev.localport.api.JournalEntry;
import dev.localport.api.Methods;
import dev.localport.daemon.journal.Journal;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcConnection;
import dev.localport.rpc.RpcException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events of one subscriber that wait to be sent. New ones are queued; where the queue is full,
 * or the subscriber begins behind the newest, they are read from the journal: so a slow one misses
 * nothing that is kept, and gets the numbers that are not. Its own thread reads and writes, and
 * waits for the subscriber alone.
 */
final class EventFeed {
  private static final Logger log = LoggerFactory.getLogger(EventFeed.class);

  private final Journal journal;
  private final RpcConnection to;
  private final EventQuery query;
  private final InstantSource clock;
  private final int most;

  private long reached; // all up to it was sent or reported as missed; the thread's own
  private boolean isQuiet; // about a hole before the first one; the thread's own

  @GuardedBy("this")
  private final Queue<JournalEntry> live = new ArrayDeque<>();

  @GuardedBy("this")
  private boolean isBehind; // the journal has what comes next; the queue is not filled

  @GuardedBy("this")
  private boolean closed;

  /**
   * Where a feed begins.
   *
   * @param reached the number that its subscriber has seen
   * @param isBehind whether the journal has something behind it already
   * @param isQuiet whether entries that are not kept are none that the subscriber asks for
   */
  record Start(long reached, boolean isBehind, boolean isQuiet) {}

  /**
   * Waits for {@link #begin}.
   *
   * @param query where it begins is no part of it
   * @param most how many events wait for it before they are read from the journal instead
   */
  EventFeed(Journal journal, RpcConnection to, EventQuery query, InstantSource clock, int most) {
    this.journal = journal;
    this.to = to;
    this.query = query.unbounded();
    this.clock = clock;
    this.most = most;
  }

  /** Starts to send; what was offered by now comes too. */
  void begin(Start start) {
    reached = start.reached();
    isQuiet = start.isQuiet();
    synchronized (this) {
      isBehind |= start.isBehind();
    }
    Thread _ = Thread.ofVirtual().name("event-feed").start(this::run);
  }

  /** Takes the newest entry. Never blocks. */
  synchronized void offer(JournalEntry entry) {
    if (live.size() >= most) {
      isBehind = true;
    }
    if (isBehind) {
      live.clear();
    } else {
      live.add(entry);
    }
    notifyAll();
  }

  /** Ends it; one event may still be in transit. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }

  /** What is to do next; without an entry, to read the journal. */
  private record Task(@Nullable JournalEntry entry) {}

  private synchronized @Nullable Task take() throws InterruptedException {
    while (!closed && !isBehind && live.isEmpty()) {
      wait();
    }
    if (closed) {
      return null;
    } else if (isBehind) {
      isBehind = false; // before it is read: what comes meanwhile is queued
      return new Task(null);
    }
    return new Task(live.remove());
  }

  private void run() {
    try {
      boolean isOpen = true;
      for (Task task = take(); isOpen && task != null; task = take()) {
        isOpen = isDone(task);
      }
    } catch (InterruptedException _) {
      // the process ends
    }
  }

  private boolean isDone(Task task) {
    try {
      JournalEntry entry = task.entry();
      return entry == null ? catchUp() : next(entry);
    } catch (RuntimeException e) { // a bug costs the subscriber one event, not all that follow
      log.atError().setCause(e).log("event not sent: bug");
      return to.isOpen();
    }
  }

  private boolean next(JournalEntry entry) {
    boolean isOpen = entry.sequence() <= reached + 1 || catchUp();
    return isOpen && pass(entry);
  }

  private boolean catchUp() {
    List<JournalEntry> page = page();
    while (!page.isEmpty()) {
      for (JournalEntry entry : page) {
        if (!pass(entry)) {
          return false;
        }
      }
      page = page();
    }
    return true;
  }

  /* Empty where it cannot be read: then the next event shows the hole. */
  private List<JournalEntry> page() {
    try {
      return journal.after(reached, most);
    } catch (IOException e) {
      log.atWarn().addKeyValue("why", e.getMessage()).log("journal not read");
      return List.of();
    }
  }

  /** Sends what is wanted and new; returns whether the subscriber is still there. */
  private boolean pass(JournalEntry entry) {
    long number = entry.sequence();
    if (number <= reached) {
      return true;
    }
    long expected = reached + 1;
    reached = number;
    boolean isHole = expected < number && !isQuiet;
    isQuiet = false;
    return (!isHole || missed(expected, number - 1)) && (!query.wants(entry) || send(entry));
  }

  private boolean send(JournalEntry entry) {
    try {
      return to.deliver(Methods.EVENT, entry.toJson());
    } catch (RpcException _) { // too long for a line: a hole like any other
      return missed(entry.sequence(), entry.sequence());
    }
  }

  private boolean missed(long from, long last) {
    return to.deliver(
        Methods.EVENT_MISSED,
        JsonObject.builder()
            .put("numbers", "journal")
            .put("from", from)
            .put("to", last)
            .put("sequence", last)
            .put("at", clock.instant())
            .build());
  }
}
