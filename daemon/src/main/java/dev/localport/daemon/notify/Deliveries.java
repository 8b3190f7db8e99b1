package dev.localport.daemon.notify;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.localport.api.JournalEntry;
import dev.localport.api.JournalEntryBuilder;
import dev.localport.api.JournalType;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The notifications that wait for one channel: one program runs at a time, on a thread that is
 * there while something waits. Thread-safe; {@link #offer} never blocks.
 */
final class Deliveries implements AutoCloseable {
  /** How many wait at most: the pace of a hook lets none of them wait for long. */
  static final int MOST = 100;

  private static final Logger log = LoggerFactory.getLogger(Deliveries.class);

  private final Channel channel;
  private final Consumer<JournalEntryBuilder> journal;
  private final Duration limit;
  private final DeliveryResults results;

  @GuardedBy("this")
  private final Deque<Notice> waiting = new ArrayDeque<>();

  @GuardedBy("this")
  private @Nullable Thread worker; // while something waits or runs

  @GuardedBy("this")
  private boolean closed;

  /** Delivers nothing yet; what fails is added to {@code journal}. */
  Deliveries(
      Channel channel,
      Duration limit,
      Consumer<JournalEntryBuilder> journal,
      DeliveryResults results) {
    this.channel = channel;
    this.limit = limit;
    this.results = results;
    this.journal = journal;
  }

  /** Takes a notification; one that finds no room is lost, which the journal says. */
  void offer(Notice notice) {
    if (!take(notice)) {
      results.dropped();
      failed("%d notifications are waiting for it; this one was dropped".formatted(MOST));
    }
  }

  private synchronized boolean take(Notice notice) {
    if (closed) {
      return true; // the daemon ends, or the file says something else now
    }
    if (waiting.size() >= MOST) {
      return false;
    }
    waiting.add(notice);
    if (worker == null) {
      worker = Thread.ofPlatform().daemon().name("notify").start(this::work);
    }
    return true;
  }

  private synchronized @Nullable Notice next() {
    Notice next = closed ? null : waiting.poll();
    if (next == null) {
      worker = null;
    }
    return next;
  }

  private void work() {
    try {
      for (Notice next = next(); next != null; next = next()) {
        deliver(next);
      }
    } catch (InterruptedException _) {
      // close() asked: the only other way out
    }
  }

  private void deliver(Notice notice) throws InterruptedException {
    String problem;
    try {
      ProgramRun run = channel.run(notice);
      if (run != null) {
        problem = run.run(limit);
      } else if (channel instanceof Channel.Desktop) {
        results.failed(); // the daemon's notes say why
        return;
      } else {
        problem = "was not found; check its path, or the PATH of the shell that loads the file";
      }
    } catch (RuntimeException e) { // a bug: the next notification is to leave all the same
      log.atError().setCause(e).log("notification failed: bug");
      problem = "could not be run: internal error";
    }
    if (problem == null) {
      results.delivered();
    } else {
      results.failed();
      failed(problem);
    }
  }

  private void failed(String why) {
    log.atWarn()
        .addKeyValue("program", channel.label())
        .addKeyValue("why", why)
        .log("notification failed");
    journal.accept(
        JournalEntry.of(JournalType.ERROR)
            .detail(Notifier.OWN + channel.label())
            .cause("the program " + channel.label() + " " + why));
  }

  /** Ends what runs; what waits is dropped. Does not wait. */
  @Override
  public synchronized void close() {
    closed = true;
    waiting.clear();
    if (worker != null) {
      worker.interrupt();
    }
  }
}
