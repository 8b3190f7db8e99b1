package dev.localport.daemon.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The probes of one {@link MonitorTransition}. */
final class ProbeSchedule {
  /**
   * A probe ends by its own timeout; only a credential plug-in may take longer, 2 min, and is not
   * to be killed while the user logs in. One that takes longer still is lost.
   */
  private static final Duration LOST = Duration.ofMinutes(3);

  private final Instant now;
  private final List<MonitorEffect> effects;
  private int number;
  private boolean running;
  private boolean again;
  private Instant begunAt;
  private @Nullable Instant nextAt;

  ProbeSchedule(MonitorState.Probing probing, Instant now, List<MonitorEffect> effects) {
    this.now = now;
    this.effects = effects;
    this.number = probing.number();
    this.running = probing.running();
    this.again = probing.again();
    this.begunAt = probing.begunAt();
    this.nextAt = probing.nextAt();
  }

  MonitorState.Probing done() {
    return new MonitorState.Probing(number, running, again, begunAt, nextAt);
  }

  Instant begunAt() {
    return begunAt;
  }

  /** Returns whether the running probe is the one with that number, and ends it. */
  boolean ends(int probe) {
    boolean current = running && probe == number;
    if (current) {
      running = false;
    }
    return current;
  }

  /** Returns whether the running one is lost. */
  boolean isOverdue() {
    return running && isDue();
  }

  void abandon() {
    if (running) {
      running = false;
      effects.add(new MonitorEffect.AbandonProbe());
    }
  }

  void stop() {
    abandon();
    again = false;
    nextAt = null;
  }

  void nextAt(Instant when) {
    if (!running) {
      nextAt = when;
    }
  }

  /** Plans the next one after one that failed: at once where its failure is to be doubted. */
  void failed(Instant when) {
    if (!running) {
      nextAt = again ? now : when;
      again = false;
    }
  }

  void notBefore(Instant when) {
    if (!running && nextAt != null && nextAt.isBefore(when)) {
      nextAt = when;
    }
  }

  void notAfter(Instant when) {
    if (!running && nextAt != null && nextAt.isAfter(when)) {
      nextAt = when;
    }
  }

  /** Probes at once, except for what has just begun. */
  void hurry() {
    Instant soonest = begunAt.plus(Pace.DEBOUNCE);
    if (running) {
      again = again || !now.isBefore(soonest);
    } else {
      notAfter(soonest.isAfter(now) ? soonest : now);
    }
  }

  /** Probes at once. */
  void now() {
    if (running) {
      again = true;
    } else {
      nextAt = now;
    }
  }

  /** Plans again. */
  void clockWasSetBack() {
    begunAt = now;
    again = running; // it is no longer known how long it has taken
    nextAt = running ? now.plus(LOST) : now;
  }

  /** Begins the next one if it is time. */
  void begin(Duration timeout) {
    if (!running && isDue()) {
      running = true;
      again = false;
      number++;
      begunAt = now;
      nextAt = now.plus(LOST);
      effects.add(new MonitorEffect.Probe(number, timeout));
    }
  }

  private boolean isDue() {
    return nextAt != null && !now.isBefore(nextAt);
  }
}
