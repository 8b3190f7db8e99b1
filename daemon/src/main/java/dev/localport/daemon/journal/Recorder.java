package dev.localport.daemon.journal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.localport.api.ClusterState;
import dev.localport.api.ClusterStatus;
import dev.localport.api.HealthChange;
import dev.localport.api.JournalEntry;
import dev.localport.api.JournalEntryBuilder;
import dev.localport.api.JournalType;
import dev.localport.api.ReconnectAttempt;
import dev.localport.api.SettingChange;
import dev.localport.api.StatusChange;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes entries of the journal from what becomes of services and clusters. Thread-safe; never
 * blocks.
 */
public final class Recorder {
  private final Journal journal;
  private final InstantSource clock;

  @GuardedBy("this")
  private final Map<String, Course> courses = new HashMap<>();

  @GuardedBy("this")
  private final Map<Cluster, Since> clusters = new HashMap<>();

  private record Cluster(String context, String server) {}

  private record Since(ClusterState state, Instant at) {}

  /** Records into {@code journal}; {@code clock} says when clusters changed. */
  public Recorder(Journal journal, InstantSource clock) {
    this.journal = journal;
    this.clock = clock;
  }

  /** The daemon began to serve. */
  public void daemonStarted(String version) {
    journal.add(JournalEntry.of(JournalType.OPERATION).detail("daemon start").cause(version));
  }

  /** The daemon was asked to end; its services are not wanted until the next one begins. */
  public void daemonStopped() {
    journal.add(JournalEntry.of(JournalType.OPERATION).detail("daemon stop"));
  }

  /** The last daemon ended at that time, without being asked to. */
  public void daemonDied(Instant at) {
    journal.add(JournalEntry.of(JournalType.OPERATION).at(at).detail("daemon died"));
  }

  /** The machine slept until now: no daemon could look, and none could serve. */
  public void machineSlept(Duration howLong) {
    journal.add(JournalEntry.of(JournalType.OPERATION).detail("machine slept").duration(howLong));
  }

  /** The machine was off since the last daemon wrote something. */
  public void machineWasOff(Duration howLong) {
    journal.add(JournalEntry.of(JournalType.OPERATION).detail("machine was off").duration(howLong));
  }

  /** A person or a program asked for something of a service, such as {@code reconnect}. */
  public void asked(String service, @Nullable String context, String what) {
    journal.add(
        JournalEntry.of(JournalType.OPERATION).service(service).context(context).detail(what));
  }

  /** A service's state changed. */
  public synchronized void changed(StatusChange change) {
    Course course = courses.computeIfAbsent(change.service(), _ -> new Course());
    JournalEntryBuilder entry = course.next(change);
    if (change.current().equals("stopped")) {
      courses.remove(change.service());
    }
    if (entry != null) {
      journal.add(
          entry
              .at(change.at())
              .service(change.service())
              .context(change.cluster())
              .pod(change.pod())
              .previous(change.previous())
              .state(change.current())
              .reason(change.reason())
              .cause(change.cause()));
    }
  }

  /** A service will be tried again. */
  public void retry(ReconnectAttempt attempt) {
    journal.add(
        JournalEntry.of(JournalType.RECONNECTING)
            .at(attempt.at())
            .service(attempt.service())
            .context(attempt.cluster())
            .state("reconnecting")
            .cause(attempt.error() == null ? null : attempt.error().message())
            .attempt(attempt.attempt())
            .maxAttempts(attempt.maxAttempts()));
  }

  /** The health of a service changed. */
  public void health(HealthChange change) {
    journal.add(
        JournalEntry.of(JournalType.HEALTH_CHECK)
            .at(change.at())
            .service(change.service())
            .context(change.cluster())
            .previous(change.previous())
            .state(change.current())
            .cause(change.cause()));
  }

  /**
   * A configuration file was loaded.
   *
   * @param why why it was not, or null
   */
  public void configuration(String file, @Nullable String why) {
    journal.add(
        JournalEntry.of(JournalType.CONFIG_CHANGED)
            .state(why == null ? "loaded" : "refused")
            .cause(why)
            .detail(file));
  }

  /** A setting was set, changed or reset. */
  public void setting(SettingChange change) {
    String now = change.value() == null ? "reset" : change.value();
    journal.add(
        JournalEntry.of(JournalType.SETTINGS)
            .service(change.service())
            .context(change.context())
            .detail(change.key())
            .cause(
                change.previous() == null
                    ? now
                    : "%s (before: %s)".formatted(now, change.previous())));
  }

  /** A cluster is as it says; what changed since the last time is an entry. */
  public synchronized void cluster(ClusterStatus now) {
    Instant at = clock.instant();
    Since before =
        clusters.put(new Cluster(now.context(), now.server()), new Since(now.state(), at));
    if (before != null && before.state() == now.state()) {
      clusters.put(new Cluster(now.context(), now.server()), before);
      return;
    }
    journal.add(
        JournalEntry.of(JournalType.CLUSTER)
            .at(at)
            .context(now.context())
            .previous(before == null ? null : before.state().word())
            .state(now.state().word())
            .cause(now.error() == null ? null : now.error().message())
            .duration(before == null ? null : Course.between(before.at(), at)));
  }

  /** What happened to a service since it was started. */
  private static final class Course {
    private @Nullable Instant upSince; // null: it is not connected
    private @Nullable Instant downSince; // null: connections are served, or would be
    private boolean troubled; // since it was up last, or was started
    private @Nullable String lastError;

    /** Returns the beginning of the entry for a change; null where it is no news. */
    @Nullable JournalEntryBuilder next(StatusChange change) {
      return switch (change.current()) {
        case "stopped" -> JournalEntry.of(JournalType.OPERATION).detail("stop");
        case "connected" -> connected(change.at());
        case "idle" -> idle(change);
        default -> notUp(change);
      };
    }

    private JournalEntryBuilder connected(Instant at) {
      JournalType type = troubled ? JournalType.RECONNECTED : JournalType.CONNECTED;
      Duration took = downSince == null ? null : between(downSince, at);
      upSince = at;
      downSince = null;
      troubled = false;
      lastError = null;
      return JournalEntry.of(type).duration(took);
    }

    private JournalEntryBuilder idle(StatusChange change) {
      upSince = null;
      downSince = null;
      return JournalEntry.of(JournalType.OPERATION)
          .detail(change.previous().equals("stopped") ? "start" : "idle");
    }

    private @Nullable JournalEntryBuilder notUp(StatusChange change) {
      if (change.previous().equals("stopped")) {
        downSince = change.at();
        return JournalEntry.of(JournalType.OPERATION).detail("start");
      }
      if (change.previous().equals("idle") && change.current().equals("connecting")) {
        return null; // a client came; the result is recorded
      }
      Instant lived = upSince;
      upSince = null;
      if (downSince == null) {
        downSince = change.at();
      }
      if (lived != null) {
        troubled = true;
        return JournalEntry.of(JournalType.DISCONNECTED).duration(between(lived, change.at()));
      }
      return waits(change);
    }

    private @Nullable JournalEntryBuilder waits(StatusChange change) {
      return switch (change.current()) {
        case "suspended", "failed", "disconnected" -> {
          troubled = true;
          String error = change.reason() + ": " + change.cause();
          boolean isNews = !error.equals(lastError);
          lastError = error;
          yield isNews ? JournalEntry.of(type(change)) : null;
        }
        case "reconnecting" -> {
          troubled = true;
          yield null; // each attempt is recorded by itself
        }
        default -> null;
      };
    }

    private static JournalType type(StatusChange change) {
      return Objects.equals(change.reason(), "cluster_offline")
          ? JournalType.RECONNECTING
          : JournalType.ERROR;
    }

    /** Returns how long it was; a clock that was set back has seen no time pass. */
    static Duration between(Instant from, Instant to) {
      Duration time = Duration.between(from, to);
      return time.isNegative() ? Duration.ZERO : time;
    }
  }
}
