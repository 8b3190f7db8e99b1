package dev.localport.daemon.cluster;

import dev.localport.api.ClusterEvent;
import dev.localport.api.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Writes the warnings of a cluster that touch active services into the log, and so into the logs of
 * those services. An event that is repeated is one line, and then one for every {@link #AGAIN} in
 * which it was repeated. One thread, the monitor's.
 */
final class EventLog {
  /** How long nothing is written of an event that continues. */
  static final Duration AGAIN = Duration.ofMinutes(10);

  /** The most lines for one answer of a cluster. */
  static final int MOST = 10;

  /** The most events of which it knows that they were written. */
  private static final int MOST_KNOWN = 1_000;

  /** How old an event may be that a monitor finds when it begins: older ones are no news. */
  private static final Duration RECENT = Duration.ofMinutes(10);

  private static final Logger log = LoggerFactory.getLogger(EventLog.class);

  private final String context;
  private final SequencedMap<Key, Written> written = new LinkedHashMap<>(); // the oldest first

  /* Without the message: it often says how often, or for how long. */
  private record Key(@Nullable String namespace, String object, String reason) {
    static Key of(ClusterEvent event) {
      return new Key(event.namespace(), event.object(), event.reason());
    }
  }

  /**
   * What was written of an event.
   *
   * @param seen when the event was last seen then, by the cluster's clock
   * @param at when it was written
   */
  private record Written(Instant seen, Instant at) {}

  EventLog(String context) {
    this.context = context;
  }

  /**
   * Takes all events that are known now, and forgets those that the cluster does not report
   * anymore.
   *
   * @param subscribers the services that are active now
   */
  void take(List<ClusterEvent> events, Collection<ClusterSubscriber> subscribers, Instant now) {
    Map<Key, Instant> newest = newest(events);
    written.keySet().retainAll(newest.keySet());
    int lines = 0;
    for (ClusterEvent event : events) {
      Instant seen = newest.getOrDefault(Key.of(event), event.lastSeen());
      ClusterEvent news = findNews(event, seen, subscribers, now);
      if (news != null && lines++ < MOST) {
        write(news);
      }
    }
    if (lines > MOST) {
      log.atWarn()
          .addKeyValue("context", context)
          .addKeyValue("more", lines - MOST)
          .addKeyValue("see", "localport cluster events")
          .log("more cluster events");
    }
  }

  /* Several events differ in their message alone, and are one here. */
  private static Map<Key, Instant> newest(List<ClusterEvent> events) {
    Map<Key, Instant> newest = new HashMap<>();
    for (ClusterEvent event : events) {
      newest.merge(
          Key.of(event), event.lastSeen(), (one, other) -> one.isAfter(other) ? one : other);
    }
    return newest;
  }

  /** Takes one event that the cluster just reported; the others are as they were. */
  void seen(ClusterEvent event, Collection<ClusterSubscriber> subscribers, Instant now) {
    ClusterEvent news = findNews(event, event.lastSeen(), subscribers, now);
    if (news != null) {
      write(news);
    }
  }

  /** Returns the event with the services that it touches, and notes it; null: it is no news. */
  private @Nullable ClusterEvent findNews(
      ClusterEvent event, Instant seen, Collection<ClusterSubscriber> subscribers, Instant now) {
    Key key = Key.of(event);
    if (!event.isWarning() || !isNews(event, written.get(key), now)) {
      return null;
    }
    ClusterEvent touching = EventCorrelation.event(event, subscribers);
    if (touching.services().isEmpty()) {
      return null;
    }
    Written _ = written.putLast(key, new Written(seen, now));
    if (written.size() > MOST_KNOWN) {
      Map.Entry<Key, Written> _ = written.pollFirstEntry();
    }
    return touching;
  }

  private static boolean isNews(ClusterEvent event, @Nullable Written before, Instant now) {
    return before == null
        ? !event.lastSeen().isBefore(now.minus(RECENT))
        : event.lastSeen().isAfter(before.seen()) && !now.isBefore(before.at().plus(AGAIN));
  }

  private void write(ClusterEvent event) {
    List<String> services = event.services();
    LoggingEventBuilder line =
        log.atWarn()
            .addKeyValue("context", context)
            .addKeyValue(services.size() == 1 ? "service" : "services", String.join(",", services));
    if (event.namespace() != null) {
      line = line.addKeyValue("namespace", event.namespace());
    }
    line =
        line.addKeyValue("object", event.object())
            .addKeyValue("reason", event.reason())
            .addKeyValue("count", event.count());
    Instant first = event.firstSeen();
    if (event.count() > 1 && first != null) {
      line = line.addKeyValue("for", Durations.show(Duration.between(first, event.lastSeen())));
    }
    line.addKeyValue("message", event.message().strip()).log("cluster event");
  }
}
