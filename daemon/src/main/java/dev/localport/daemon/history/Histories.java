package dev.localport.daemon.history;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.localport.api.ClusterStatus;
import dev.localport.api.ClusterStatusBuilder;
import dev.localport.api.ContextRecovery;
import dev.localport.api.Failure;
import dev.localport.api.HistoryQuery;
import dev.localport.api.JournalEntry;
import dev.localport.api.Outage;
import dev.localport.api.RecoveryStatus;
import dev.localport.api.ServiceHistory;
import dev.localport.api.ServiceStatus;
import dev.localport.api.ServiceStatusBuilder;
import dev.localport.daemon.journal.Journal;
import dev.localport.daemon.journal.JournalListener;
import dev.localport.history.Availability;
import dev.localport.history.Course;
import dev.localport.history.Courses;
import dev.localport.history.Courses.One;
import dev.localport.history.Recovery;
import dev.localport.history.Report;
import dev.localport.history.Sink;
import dev.localport.history.Span;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The history of all services: what this daemon sees continues from what earlier ones wrote into
 * the journal. Thread-safe. The journal is read by a thread of its own; until that has ended,
 * {@link #onto} changes nothing.
 */
public final class Histories implements JournalListener {
  private static final Logger log = LoggerFactory.getLogger(Histories.class);

  private final Journal journal;
  private final InstantSource clock;
  private final long before; // the number of the last entry that is not this daemon's

  @GuardedBy("this")
  private final Courses<Share> courses = new Courses<>(_ -> true, _ -> new Share());

  @GuardedBy("this")
  private final List<JournalEntry> meanwhile = new ArrayList<>();

  @GuardedBy("this")
  private boolean complete;

  /**
   * What the journal says.
   *
   * @param services in the order of their names
   * @param contexts in the order of their names
   */
  public record Answer(List<ServiceHistory> services, List<ContextRecovery> contexts) {
    /** Copies the lists, so that an answer never changes. */
    public Answer {
      services = List.copyOf(services);
      contexts = List.copyOf(contexts);
    }
  }

  /** Counts what is shown in {@code status}. */
  private static final class Share implements Sink {
    private final Availability availability = new Availability();

    @Override
    public void span(Span span) {
      availability.add(span);
    }

    @Override
    public void outage(Outage outage) {
      // they are counted, and read from the disk when a user asks for them
    }
  }

  /** Of a journal to which this daemon has added nothing yet; {@link #begin} reads it. */
  public Histories(Journal journal, InstantSource clock) {
    this.journal = journal;
    this.clock = clock;
    this.before = journal.last();
    journal.listen(this);
  }

  /** Reads what earlier daemons wrote, in the background. */
  public void begin() {
    Thread _ = Thread.ofPlatform().daemon().name("history").start(this::read);
  }

  private void read() {
    try {
      journal.read(entry -> {
        if (entry.sequence() <= before) {
          take(entry);
        }
      });
    } catch (IOException e) {
      log.atWarn()
          .addKeyValue("why", e.getMessage())
          .log("journal cannot be read: history begins now");
    } finally {
      complete();
    }
  }

  private synchronized void take(JournalEntry entry) {
    courses.take(entry);
  }

  private synchronized void complete() {
    meanwhile.forEach(courses::take);
    meanwhile.clear();
    complete = true;
  }

  @Override
  public synchronized void onEntry(JournalEntry entry) {
    if (complete) {
      courses.take(entry);
    } else {
      meanwhile.add(entry);
    }
  }

  /** Returns whether a service is wanted, or whether that is not known yet. */
  public synchronized boolean isAnyWanted() {
    return !complete || courses.isAnyWanted(clock.instant());
  }

  /** Returns whether what earlier daemons wrote is known. */
  public synchronized boolean isComplete() {
    return complete;
  }

  /** Returns a status with what the journal adds. */
  public synchronized ServiceStatus onto(ServiceStatus now) {
    if (!complete) {
      return now;
    }
    One<Share> one = courses.find(now.name());
    return one == null
        ? ServiceStatusBuilder.builder(now).recovery(Recovery.NONE).build()
        : onto(now, one, clock.instant());
  }

  /**
   * Returns how the services of each context recovered together, by the context's name; empty until
   * what earlier daemons wrote is known.
   */
  public synchronized Map<String, RecoveryStatus> recoveryByContext() {
    return complete ? courses.recoveryByContext(clock.instant()) : Map.of();
  }

  /** Returns clusters with how their services recovered. */
  public List<ClusterStatus> onto(List<ClusterStatus> clusters) {
    if (!isComplete()) {
      return clusters;
    }
    Map<String, RecoveryStatus> recovery = recoveryByContext();
    return clusters.stream()
        .map(cluster ->
            ClusterStatusBuilder.builder(cluster)
                .recovery(recovery.getOrDefault(cluster.context(), Recovery.NONE))
                .build())
        .toList();
  }

  private static ServiceStatus onto(ServiceStatus status, One<Share> one, Instant now) {
    Course course = one.course();
    Recovery recovery = course.recovery();
    Failure error = status.lastError();
    return ServiceStatusBuilder.builder(status)
        .availability24h(one.sink().availability.share(now, course.open(now)))
        .reconnects(recovery.reconnects())
        .lastError(error == null ? recovery.lastError() : error)
        .recovery(recovery.status(Report.lasting(course.openOutage(now))))
        .build();
  }

  /**
   * Returns what the journal says of services by now. Blocks for the disk.
   *
   * @throws IOException if the journal cannot be read
   */
  public Answer query(HistoryQuery query) throws IOException, InterruptedException {
    journal.await();
    Report report = new Report(query);
    journal.read(report::take);
    Instant now = clock.instant();
    return new Answer(report.answer(now), report.contexts(now));
  }
}
