package dev.localport.daemon.cluster;

import dev.localport.config.ClusterHealthConfig;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The collections of one {@link MonitorTransition}. */
final class CollectionSchedule {
  private final ClusterHealthConfig config;
  private final Instant now;
  private final List<MonitorEffect> effects;
  private final Set<Collector> wanted = EnumSet.noneOf(Collector.class);
  private int number;
  private boolean running;
  private boolean asked;
  private @Nullable Instant nextAt;
  private Instant eventsAt;
  private @Nullable Instant troubleAt;

  CollectionSchedule(
      MonitorState.Collecting collecting,
      ClusterHealthConfig config,
      Instant now,
      List<MonitorEffect> effects) {
    this.config = config;
    this.now = now;
    this.effects = effects;
    this.wanted.addAll(collecting.wanted());
    this.number = collecting.number();
    this.running = collecting.running();
    this.asked = collecting.asked();
    this.nextAt = collecting.nextAt();
    this.eventsAt = collecting.eventsAt();
    this.troubleAt = collecting.troubleAt();
  }

  MonitorState.Collecting done() {
    return new MonitorState.Collecting(number, running, wanted, asked, nextAt, eventsAt, troubleAt);
  }

  boolean isCurrent(int collection) {
    return running && collection == number;
  }

  /** Returns whether it is known when the next routine is due. */
  boolean isPlanned() {
    return nextAt != null;
  }

  void nextAt(Instant when) {
    nextAt = when;
  }

  void want(Set<Collector> what) {
    wanted.addAll(what);
  }

  /** Plans again. */
  void clockWasSetBack() {
    nextAt = nextAt == null ? null : now;
    eventsAt = Instant.EPOCH;
    troubleAt = troubleAt == null ? null : now;
  }

  /** Wants what is due by now; {@code next} is when the routine after this one is due. */
  void timerFired(Instant next) {
    if (nextAt != null && !now.isBefore(nextAt)) {
      want(Collector.ALL);
      nextAt = next;
    }
    if (troubleAt != null && !now.isBefore(troubleAt)) {
      troubleAt = null;
      wanted.addAll(Collector.ON_TROUBLE);
    }
  }

  /** What may explain it is asked for: at once, or when that is not too often anymore. */
  void trouble() {
    Instant soonest = eventsAt.plus(Pace.EVENTS_PAUSE);
    if (now.isBefore(soonest)) {
      troubleAt = soonest;
    } else {
      wanted.addAll(Collector.ON_TROUBLE);
    }
  }

  /** A caller waits for these things. */
  void ask(Set<Collector> what) {
    asked = true;
    want(what);
  }

  /** The caller learns that nothing is available now. */
  void giveUpAsked() {
    if (asked) {
      asked = false;
      effects.add(new MonitorEffect.Refreshed());
    }
  }

  /** Ends it; what was known stays known, and everything will be collected again. */
  void abandon() {
    if (running) {
      running = false;
      effects.add(new MonitorEffect.AbandonCollection());
    }
    wanted.clear();
    nextAt = null;
    troubleAt = null;
    giveUpAsked();
  }

  /** The running collection is over. */
  void ended() {
    running = false;
    if (wanted.isEmpty()) {
      giveUpAsked();
    }
  }

  /** Begins what is wanted. Returns whether there was nothing to begin: it is over already. */
  boolean begin() {
    if (running || wanted.isEmpty()) {
      return false;
    }
    Set<Collector> what = EnumSet.copyOf(wanted);
    what.removeIf(collector -> !collector.query(config).enabled());
    wanted.clear();
    if (what.isEmpty()) {
      return true;
    }
    running = true;
    number++;
    if (what.contains(Collector.EVENTS)) {
      eventsAt = now;
      troubleAt = null;
    }
    effects.add(new MonitorEffect.Collect(number, Set.copyOf(what)));
    return false;
  }
}
