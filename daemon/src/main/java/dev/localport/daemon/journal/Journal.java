package dev.localport.daemon.journal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.localport.api.EventQuery;
import dev.localport.api.JournalEntry;
import dev.localport.api.JournalEntryBuilder;
import dev.localport.daemon.time.Timers;
import dev.localport.journal.WantedEntries;
import dev.localport.paths.WriteTrouble;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happened, in order: in memory for each service and context, on disk for all. Thread-safe.
 * Adding never blocks; entries are written by a thread of their own, which also calls listeners: so
 * the number of an entry that a listener has seen is never given again, however the daemon ends.
 *
 * <p>While the disk takes nothing, entries wait in memory and are written when it does again; what
 * is too much for that is lost, and {@link #notes} says so.
 *
 * <p>Over 300 lines, since its writer and its readers have to agree on what is on disk.
 */
public final class Journal implements AutoCloseable {
  /** How many entries wait for a disk that takes none. */
  static final int WAITING = 10_000;

  /** How long after a failed write comes the next, if nothing happens meanwhile. */
  static final Duration RETRY = Duration.ofSeconds(5);

  private static final Logger log = LoggerFactory.getLogger(Journal.class);
  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final JournalFiles files;
  private final Path folder;
  private final Timers timers;
  private final List<JournalListener> listeners = new CopyOnWriteArrayList<>();

  @GuardedBy("this")
  private final RecentEntries recent = new RecentEntries();

  @GuardedBy("this")
  private final Deque<JournalEntry> untold = new ArrayDeque<>(); // not taken by the writer yet

  @GuardedBy("this")
  private long last; // the number that was given last

  private volatile Instant lastAt = Instant.EPOCH; // of what was on disk when it was opened

  @GuardedBy("this")
  private @Nullable Thread writer; // while there is something to write

  private final Deque<JournalEntry> unwritten = new ArrayDeque<>(); // the writer's own
  private volatile List<JournalEntry> stuck = List.of(); // of them, those that listeners know
  private volatile @Nullable String trouble; // why the last write failed
  private final AtomicLong added = new AtomicLong(); // by this daemon
  private final AtomicLong failures = new AtomicLong(); // of writes
  private final AtomicLong lost = new AtomicLong(); // entries that found no room
  private volatile @Nullable String torn; // what was wrong with the disk's end

  @GuardedBy("this")
  private boolean retrying; // a write that failed is due again

  private volatile boolean waits; // one retry waits, however many writes failed

  /** Opens the journal of a folder, which does not have to exist. */
  public static Journal open(Path folder, Timers timers) {
    Journal journal = new Journal(folder, new JournalFiles(folder), timers);
    journal.open();
    return journal;
  }

  Journal(Path folder, JournalFiles files, Timers timers) {
    this.folder = folder;
    this.files = files;
    this.timers = timers;
  }

  /** Goes on behind what is on disk. */
  void open() {
    try {
      JournalFiles.Opened found = files.open(timers.instant());
      synchronized (this) {
        last = found.last();
        recent.begin(last, files.lastAt());
      }
      lastAt = files.lastAt();
      if (found.torn()) {
        torn =
            "the last line of the journal in %s was incomplete and was dropped".formatted(folder);
        log.atWarn()
            .addKeyValue("folder", folder)
            .log("incomplete last line of the journal dropped");
      }
    } catch (IOException e) {
      failed(e);
      synchronized (this) { // what is there is not known: these numbers lie behind all of it
        last = timers.instant().toEpochMilli();
        recent.begin(last, Instant.MAX);
      }
    }
  }

  /** Adds a listener, which gets all entries from now on. */
  public void listen(JournalListener listener) {
    listeners.add(listener);
  }

  /** Keeps at most this many entries in memory for each service and each context from now on. */
  public synchronized void keep(int most) {
    recent.keep(most);
  }

  /** Adds what happened now. */
  public void add(JournalEntryBuilder entry) {
    add(entry.build());
  }

  private synchronized void add(JournalEntry entry) {
    Instant at = entry.at().equals(Instant.EPOCH) ? timers.instant() : entry.at();
    JournalEntry numbered = entry.numbered(++last, at);
    recent.add(numbered);
    untold.add(numbered);
    added.incrementAndGet();
    wake();
  }

  @GuardedBy("this")
  private void wake() {
    if (writer == null) {
      writer = Thread.ofPlatform().daemon().name("journal").start(this::write);
    }
  }

  private void write() {
    for (List<JournalEntry> batch = take(); batch != null; batch = take()) {
      unwritten.addAll(batch);
      save();
      stuck = List.copyOf(unwritten);
      batch.forEach(this::tell);
    }
  }

  private synchronized @Nullable List<JournalEntry> take() {
    if (untold.isEmpty() && !retrying) {
      writer = null;
      notifyAll();
      return null;
    }
    retrying = false;
    List<JournalEntry> batch = List.copyOf(untold);
    untold.clear();
    return batch;
  }

  private void save() {
    try {
      files.append(unwritten, timers.instant());
      trouble = null;
    } catch (IOException e) {
      failures.incrementAndGet();
      failed(e);
      while (unwritten.size() > WAITING) {
        unwritten.remove();
        lost.incrementAndGet();
      }
      if (!waits) {
        waits = true;
        Timers.Waiting _ = timers.at(timers.instant().plus(RETRY), this::retry);
      }
    } catch (RuntimeException | Error e) { // all of it: listeners have to be notified
      log.atError().setCause(e).log("journal not written: bug");
      unwritten.clear();
    }
  }

  private void failed(IOException e) {
    String why = WriteTrouble.words(folder, e);
    if (!why.equals(trouble)) {
      log.atError().addKeyValue("folder", folder).addKeyValue("why", why).log("journal not saved");
    }
    trouble = why;
  }

  private synchronized void retry() {
    waits = false;
    retrying = true;
    wake();
  }

  private void tell(JournalEntry entry) {
    for (JournalListener listener : listeners) {
      try {
        listener.onEntry(entry);
      } catch (RuntimeException | Error e) { // the others have to be notified
        log.atError().setCause(e).log("a listener of the journal failed: bug");
      }
    }
  }

  /** Returns the number of the newest entry, 0 before the first. */
  public synchronized long last() {
    return last;
  }

  /** Returns when the newest entry was written that an earlier daemon left; else the epoch. */
  public Instant lastAt() {
    return lastAt;
  }

  /** Waits until what has happened by now is on disk, or cannot be written soon. */
  public synchronized void await() throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    for (long left = end - System.nanoTime(); writer != null && left > 0; ) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      left = end - System.nanoTime();
    }
  }

  /**
   * Reads what is kept, the oldest first: from memory where all that is wanted is there, else from
   * the disk, for which it blocks.
   *
   * @throws IOException if the disk cannot be read
   */
  public List<JournalEntry> read(EventQuery query) throws IOException, InterruptedException {
    List<JournalEntry> known = recent(query);
    if (known != null) {
      return known;
    }
    await();
    WantedEntries found = new WantedEntries(query);
    read(found);
    return found.all();
  }

  private synchronized @Nullable List<JournalEntry> recent(EventQuery query) {
    return recent.find(query);
  }

  /**
   * Gives what is kept to a reader, the oldest first, and holds no more than a file of it in
   * memory. Has all that listeners got by now. Blocks for the disk.
   *
   * @throws IOException if the disk cannot be read
   */
  public void read(Consumer<JournalEntry> reader) throws IOException {
    List<JournalEntry> waiting = stuck; // first: what is written meanwhile is found on disk
    long[] read = {0};
    files.read(entry -> {
      reader.accept(entry);
      read[0] = entry.sequence();
    });
    waiting.stream().filter(entry -> entry.sequence() > read[0]).forEach(reader);
  }

  /**
   * Returns the oldest entries behind a number that are kept, the oldest first. Has all that
   * listeners got by now. Blocks for the disk.
   *
   * @param most how many at most
   * @throws IOException if the disk cannot be read
   */
  public List<JournalEntry> after(long number, int most) throws IOException {
    List<JournalEntry> waiting = stuck; // first, as above
    List<JournalEntry> found = new ArrayList<>();
    files
        .reader()
        .readAfter(
            number,
            entry -> {
              found.add(entry);
              return found.size() < most;
            });
    for (JournalEntry entry : waiting) {
      long last = found.isEmpty() ? number : found.getLast().sequence();
      if (entry.sequence() > last && found.size() < most) {
        found.add(entry);
      }
    }
    return found;
  }

  /** Returns what is measured of it. Reads no disk. */
  public JournalFigures figures() {
    return new JournalFigures(added.get(), files.bytes(), stuck.size(), failures.get(), lost.get());
  }

  /** Returns what users should know of the journal, a sentence each. */
  public List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (torn != null) {
      notes.add(torn);
    }
    String why = trouble;
    if (why != null) {
      notes.add(
          "the journal is not saved: %s; LocalPort keeps trying, but events since then are lost if the daemon ends first"
              .formatted(why));
    }
    if (lost.get() > 0) {
      notes.add("%d events could not be saved and are lost".formatted(lost.get()));
    }
    return notes;
  }

  /** Waits a moment for what is still to be written. */
  @Override
  public void close() {
    Thread last;
    synchronized (this) {
      last = writer;
    }
    try {
      if (last != null && !last.join(GRACE)) {
        log.warn("the journal was not written in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // our caller is being stopped too: do not wait longer
    }
  }
}
