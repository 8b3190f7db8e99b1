package dev.localport.daemon.notify;

import dev.localport.api.JournalEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds the number of a hook's notifications down: {@link #BURST} at once, then one every {@link
 * #EVERY}. What is too much goes into the next one. Pure; confined to its owner.
 */
final class Pace {
  static final int BURST = 5;
  static final Duration EVERY = Duration.ofSeconds(30);

  private int left = BURST;
  private Duration filledAt = Duration.ZERO;
  private @Nullable Notice waiting;
  private int merged; // notifications in the one that waits

  /** Takes a notification; returns what may leave now. */
  List<Notice> offer(Notice notice, Duration now) {
    waiting = waiting == null ? notice : merge(waiting, notice);
    merged++;
    return due(now);
  }

  /** Returns what may leave now. */
  List<Notice> due(Duration now) {
    fill(now);
    Notice next = waiting;
    if (next == null || left == 0) {
      return List.of();
    }
    left--;
    Notice whole = merged == 1 ? next : counted(next, merged - 1);
    waiting = null;
    merged = 0;
    return List.of(whole);
  }

  private void fill(Duration now) {
    if (left == BURST) {
      filledAt = now;
      return;
    }
    long more = now.minus(filledAt).dividedBy(EVERY);
    if (more > 0) {
      left = (int) Math.min(BURST, left + more);
      filledAt = filledAt.plus(EVERY.multipliedBy(more));
    }
  }

  /** Returns when something that waits may leave; null where nothing does. */
  @Nullable Duration next() {
    return waiting == null ? null : filledAt.plus(EVERY);
  }

  /* How it is now is in the newest one. */
  private static Notice merge(Notice older, Notice newer) {
    Set<String> services = new LinkedHashSet<>(older.services());
    services.addAll(newer.services());
    List<JournalEntry> events = new ArrayList<>(older.events());
    events.addAll(newer.events());
    return new Notice(
        newer.event(),
        newer.main(),
        newer.message(),
        older.count() + newer.count(),
        services.stream().limit(Group.NAMES).toList(),
        events.stream().limit(Group.EVENTS).toList());
  }

  private static Notice counted(Notice notice, int earlier) {
    return new Notice(
        notice.event(),
        notice.main(),
        "%s (and %s before it)"
            .formatted(
                notice.message(), earlier == 1 ? "1 notification" : earlier + " notifications"),
        notice.count(),
        notice.services(),
        notice.events());
  }
}
