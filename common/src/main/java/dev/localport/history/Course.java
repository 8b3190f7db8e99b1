package dev.localport.history;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.api.JournalEntry;
import dev.localport.api.Outage;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Follows one service through the journal's entries by the rules in docs/history.md: when it was
 * wanted, when it was up, and which outages it had. Confined to its owner; no clock.
 */
public final class Course {
  static final String DAEMON_STARTED = "the daemon was restarted";
  static final String SETTING_CHANGED = "a setting was changed";

  /** Services that a daemon starts again are started within this time after its own start. */
  private static final Duration RESTORES = Duration.ofSeconds(10);

  private static final Map<String, FailureKind> KINDS =
      Map.of("cluster_offline", FailureKind.UNREACHABLE);

  /** What a service is doing, as far as it matters for its history. */
  private enum Phase {
    /** Not wanted, or the daemon was stopped on purpose. */
    OFF,
    /** Connected, or idle: the next connection works. */
    UP,
    /** Connecting after a requested start or reconnect; nothing has gone wrong. */
    STARTING,
    /** In an outage. */
    DOWN
  }

  private final Sink sink;
  private final Recovery recovery = new Recovery();
  private final Instant begun;
  private Phase phase = Phase.OFF;
  private Instant mark; // what was before has been counted
  private Instant startedAt = Instant.EPOCH;
  private Duration starting = Duration.ZERO;
  private boolean wasUp; // before it went down, so that coming up is a reconnect
  private boolean resumes; // the next start continues with the outage: the daemon ended, it did not
  private Instant restartedAt = Instant.EPOCH; // where it may resume
  private @Nullable OpenOutage outage; // in DOWN, and while it may resume
  private @Nullable String context;
  private @Nullable String pod;

  /** Follows a service that is first named then. */
  Course(Instant begun, Sink sink) {
    this.begun = begun;
    this.mark = begun;
    this.sink = sink;
  }

  /** Takes the next entry of this service. */
  void take(JournalEntry entry) {
    if (resumes && entry.at().isAfter(restartedAt.plus(RESTORES))) {
      closeUnresumed();
    }
    context = entry.context() == null ? context : entry.context();
    advance(entry.at());
    switch (entry.type()) {
      case CONNECTED, RECONNECTED -> up(entry);
      case DISCONNECTED -> lost(entry);
      case RECONNECTING, ERROR -> trouble(entry);
      case OPERATION -> operation(entry);
      case SETTINGS -> asked(SETTING_CHANGED, entry.at());
      case HEALTH_CHECK, CONFIG_CHANGED, CLUSTER -> {}
    }
  }

  /** Counts the time until {@code now}; a clock that was set back counts nothing. */
  private void advance(Instant now) {
    Span span = open(now);
    if (span != null && now.isAfter(mark)) {
      sink.span(span);
      Duration length = Duration.between(mark, now);
      if (outage != null) {
        outage.lasts(length);
      } else if (phase == Phase.STARTING) {
        starting = starting.plus(length);
      }
    }
    mark = now;
  }

  private void up(JournalEntry entry) {
    boolean connected = !"idle".equals(entry.state());
    if (connected && wasUp && (phase == Phase.DOWN || phase == Phase.STARTING)) {
      recovery.reconnected();
    }
    OpenOutage over = outage;
    if (over != null) {
      if (!over.isTrying()) {
        recovery.attempt(); // one that needed no announcement
      }
      recovery.recovered(over.length());
      sink.outage(over.up(entry));
      outage = null;
    }
    pod = entry.pod() == null ? pod : entry.pod();
    phase = Phase.UP;
    wasUp = true;
  }

  private void lost(JournalEntry entry) {
    if ("connecting".equals(entry.state())) {
      if (phase != Phase.DOWN) {
        begin(entry.at()); // asked for: an outage only if it fails
      }
      return;
    }
    wasUp = true;
    down(OpenOutage.cause(entry), entry.at());
    if (entry.reason() != null && outage != null) {
      outage.trouble(entry);
    }
    failed(entry);
  }

  private void trouble(JournalEntry entry) {
    down(OpenOutage.cause(entry), entry.at());
    if (outage != null) {
      outage.trouble(entry);
    }
    if (entry.attempt() > 0) {
      recovery.attempt();
    }
    if ("circuit_open".equals(entry.reason())) {
      recovery.breakerTripped();
    }
    failed(entry);
  }

  private void failed(JournalEntry entry) {
    String reason = Objects.requireNonNullElse(entry.reason(), "");
    String cause = entry.cause();
    if (cause != null) {
      FailureKind kind = KINDS.getOrDefault(reason, FailureKind.of(reason));
      recovery.failed(new Failure(kind, cause), entry.at());
    }
  }

  private void operation(JournalEntry entry) {
    String what = Objects.requireNonNullElse(entry.detail(), "");
    if ("stopped".equals(entry.state())) {
      off("the service was stopped", entry.at());
      wasUp = false;
    } else if ("stopped".equals(entry.previous())) {
      start(entry);
    } else if ("idle".equals(entry.state())) {
      up(entry);
    } else if (what.startsWith("reconnect") || what.startsWith("restart")) {
      asked("a reconnect was requested", entry.at());
    } else if (what.startsWith("start")) {
      asked("a start was requested", entry.at());
    }
  }

  private void start(JournalEntry entry) {
    if (resumes && outage != null) {
      phase = Phase.DOWN;
      outage.restarted();
    } else {
      begin(entry.at());
    }
    resumes = false;
    if ("idle".equals(entry.state())) {
      up(entry);
    }
  }

  private void begin(Instant at) {
    phase = Phase.STARTING;
    startedAt = at;
    starting = Duration.ZERO;
  }

  private void down(String cause, Instant at) {
    if (phase == Phase.STARTING) {
      outage = new OpenOutage(startedAt, starting, cause, pod);
    } else if (phase != Phase.DOWN) {
      outage = new OpenOutage(at, Duration.ZERO, cause, pod);
    }
    phase = Phase.DOWN;
  }

  /** It is not wanted anymore. */
  private void off(String by, Instant at) {
    closeUnresumed();
    if (outage != null) {
      close(outage.ended(at, by, null));
    }
    phase = Phase.OFF;
    wasUp = false;
  }

  private void close(Outage over) {
    recovery.ended(over.duration());
    sink.outage(over);
    outage = null;
  }

  /** What the daemon did not start again was not wanted anymore from then on. */
  private void closeUnresumed() {
    if (resumes && outage != null) {
      close(outage.ended(restartedAt, DAEMON_STARTED, null));
    }
    resumes = false;
  }

  /** A user did something that may end an outage. */
  void asked(String what, Instant at) {
    if (outage != null) {
      outage.asked(what, at);
    }
  }

  /** The daemon ended as it was asked to. */
  void daemonStopped(Instant at) {
    if (phase != Phase.OFF) {
      advance(at);
    }
    off("the daemon was stopped", at);
  }

  /** The daemon ended without being asked to: what was wanted stays wanted. */
  void daemonDied(Instant at) {
    closeUnresumed();
    if (phase != Phase.OFF) {
      advance(at);
      down("the daemon crashed", at);
    }
  }

  /** The daemon began; each service that it starts again has an entry of its own. */
  void daemonStarted(Instant at) {
    closeUnresumed();
    if (phase == Phase.DOWN) {
      advance(at);
      resumes = true;
      restartedAt = at;
    }
    phase = Phase.OFF;
    mark = at;
  }

  /** The machine slept until then: no time of the service. */
  void machineSlept(Instant end, Duration length) {
    Instant from = end.minus(length);
    if (from.isAfter(mark)) {
      advance(from);
    }
    mark = end.isAfter(mark) ? end : mark;
  }

  /** The machine was off until then: what was up was so until its end. */
  void machineWasOff(Instant end, Duration length) {
    machineSlept(end, length);
    if (phase != Phase.DOWN) {
      off("the machine was switched off", end);
    }
  }

  /** Returns what continues and is not counted yet; null: it is not wanted. */
  public @Nullable Span open(Instant now) {
    return phase == Phase.OFF
        ? null
        : new Span(phase == Phase.UP, mark, now.isAfter(mark) ? now : mark);
  }

  /** Returns the outage that continues, or was not reported as over yet; null: there is none. */
  public @Nullable Outage openOutage(Instant now) {
    if (outage == null) {
      return null;
    }
    Duration more = now.isAfter(mark) ? Duration.between(mark, now) : Duration.ZERO;
    return resumes ? outage.ended(restartedAt, DAEMON_STARTED, null) : outage.open(more);
  }

  /** Returns how it recovered from outages. */
  public Recovery recovery() {
    return recovery;
  }

  /** Returns when the journal first named the service. */
  Instant begun() {
    return begun;
  }

  /** Returns the kube context that was named last, or null. */
  @Nullable String context() {
    return context;
  }
}
