package dev.localport.history;

import dev.localport.api.JournalEntry;
import dev.localport.api.JournalType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Tells when a service is connected again and again: more than five times within ten minutes. Said
 * once, and again only after a time in which that was not so. Confined to its owner; no clock: the
 * entries bring the time.
 */
public final class Flapping {
  /** More reconnects than this within {@link #WITHIN} are too many. */
  public static final int MOST = 5;

  /** The time span that counts. */
  public static final Duration WITHIN = Duration.ofMinutes(10);

  private final Map<String, Recent> services = new HashMap<>();

  private static final class Recent {
    private final Deque<Instant> reconnects = new ArrayDeque<>();
    private boolean flapping;
  }

  /**
   * Takes the next entry of the journal and returns whether its service started to flap with it.
   */
  public boolean begins(JournalEntry entry) {
    String service = entry.service();
    if (service == null) {
      return false;
    }
    if (entry.type() == JournalType.OPERATION && "stopped".equals(entry.state())) {
      services.remove(service);
    }
    return entry.type() == JournalType.RECONNECTED
        && begins(services.computeIfAbsent(service, _ -> new Recent()), entry.at());
  }

  private static boolean begins(Recent recent, Instant at) {
    Instant start = at.minus(WITHIN);
    recent.reconnects.removeIf(
        each -> !each.isAfter(start) || each.isAfter(at)); // after it: the clock was set back
    recent.reconnects.add(at);
    while (recent.reconnects.size() > MOST + 1) {
      recent.reconnects.remove();
    }
    boolean before = recent.flapping;
    recent.flapping = recent.reconnects.size() > MOST;
    return recent.flapping && !before;
  }
}
