package dev.localport.daemon.notify;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.localport.api.JournalEntry;
import dev.localport.api.JournalEntryBuilder;
import dev.localport.api.JournalType;
import dev.localport.config.NotifyEvent;
import dev.localport.daemon.journal.JournalListener;
import dev.localport.daemon.time.Timers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Notifies those that the loaded files name of what the journal says. Thread-safe; nothing here
 * waits for a program: each channel of a hook has a thread of its own for that.
 */
public final class Notifier implements JournalListener, AutoCloseable {
  /** How the detail of our own entries begins: they notify no one. */
  static final String OWN = "notify ";

  private final Supplier<List<Hook>> wanted;
  private final Consumer<JournalEntryBuilder> journal;
  private final Timers timers;
  private final Supplier<Duration> clock;
  private final boolean isMac;
  private final DeliveryResults results = new DeliveryResults();

  @GuardedBy("this")
  private final Situation situation = new Situation();

  @GuardedBy("this")
  private Map<Hook.Identity, Active> hooks = Map.of();

  @GuardedBy("this")
  private Timers.@Nullable Waiting waiting;

  /** A hook with its unreported events. */
  private record Active(Hook hook, Grouper grouper, Pace pace, List<Deliveries> channels) {
    void offer(Notice notice) {
      channels.forEach(channel -> channel.offer(notice));
    }
  }

  /**
   * Notifies no one before {@link #follow}.
   *
   * @param wanted the hooks of the files that are loaded
   * @param journal takes what goes wrong; must not block
   * @param clock the time since a beginning, whatever happens to the wall clock
   */
  public Notifier(
      Supplier<List<Hook>> wanted,
      Consumer<JournalEntryBuilder> journal,
      Timers timers,
      Supplier<Duration> clock) {
    this(wanted, journal, timers, clock, System.getProperty("os.name").startsWith("Mac"));
  }

  Notifier(
      Supplier<List<Hook>> wanted,
      Consumer<JournalEntryBuilder> journal,
      Timers timers,
      Supplier<Duration> clock,
      boolean isMac) {
    this.wanted = wanted;
    this.journal = journal;
    this.timers = timers;
    this.clock = clock;
    this.isMac = isMac;
  }

  /** Notifies whom the files want to be notified now; those of before continue where they were. */
  public void follow() {
    List<Hook> now = wanted.get();
    synchronized (this) {
      Map<Hook.Identity, Active> before = hooks;
      Map<Hook.Identity, Active> after = new LinkedHashMap<>();
      for (Hook hook : now) {
        Active known = before.get(hook.identity());
        after.put(hook.identity(), known == null ? activate(hook) : known);
      }
      hooks = after;
      before.forEach((identity, active) -> {
        if (!after.containsKey(identity)) {
          active.channels().forEach(Deliveries::close);
        }
      });
    }
  }

  private Active activate(Hook hook) {
    List<Deliveries> channels = new ArrayList<>();
    if (!hook.config().command().isEmpty()) {
      channels.add(new Deliveries(new Channel.Command(hook), ProgramRun.LIMIT, journal, results));
    }
    if (hook.config().desktop()) {
      channels.add(
          new Deliveries(new Channel.Desktop(hook, isMac), ProgramRun.LIMIT, journal, results));
    }
    return new Active(hook, new Grouper(hook.config().on()), new Pace(), channels);
  }

  @Override
  public synchronized void onEntry(JournalEntry entry) {
    if (isOurOwn(entry)) {
      return;
    }
    Duration now = clock.get();
    Set<NotifyEvent> words = situation.take(entry, now);
    hooks.values().forEach(active -> active.grouper().take(entry, words, situation, now));
    look(now);
  }

  private static boolean isOurOwn(JournalEntry entry) {
    String detail = entry.detail();
    return entry.type() == JournalType.ERROR && detail != null && detail.startsWith(OWN);
  }

  private synchronized void look() {
    waiting = null;
    look(clock.get());
  }

  @GuardedBy("this")
  private void look(Duration now) {
    Duration next = null;
    for (Active active : hooks.values()) {
      for (Notice notice : active.grouper().due(situation, now)) {
        active.pace().offer(notice, now).forEach(active::offer);
      }
      active.pace().due(now).forEach(active::offer);
      next = earlier(next, active.grouper().next(situation));
      next = earlier(next, active.pace().next());
    }
    wait(next, now);
  }

  private static @Nullable Duration earlier(@Nullable Duration one, @Nullable Duration other) {
    return one == null || (other != null && other.compareTo(one) < 0) ? other : one;
  }

  @GuardedBy("this")
  private void wait(@Nullable Duration next, Duration now) {
    if (waiting != null) {
      waiting.cancel();
      waiting = null;
    }
    if (next != null) {
      waiting = timers.at(timers.instant().plus(next.minus(now)), this::look);
    }
  }

  /** Returns what became of notifications since the daemon started: how many, by the result. */
  public Map<String, Long> results() {
    return results.counts();
  }

  /** Says what keeps the desktops of hooks from being notified, a sentence each. */
  public List<String> notes() {
    List<Hook> now;
    synchronized (this) {
      now = hooks.values().stream().map(Active::hook).toList();
    }
    Set<String> notes = new LinkedHashSet<>();
    for (Hook hook : now) {
      Channel.Desktop desktop = new Channel.Desktop(hook, isMac);
      if (hook.config().desktop() && !desktop.isThere()) {
        notes.add(
            "%s: desktop notifications cannot be shown: %s is not on the PATH; install it, then: localport daemon reload"
                .formatted(hook.file(), desktop.program()));
      }
    }
    return List.copyOf(notes);
  }

  /** Sends no more notifications; programs that run are killed. */
  @Override
  public synchronized void close() {
    if (waiting != null) {
      waiting.cancel();
    }
    hooks.values().forEach(active -> active.channels().forEach(Deliveries::close));
    hooks = Map.of();
  }
}
