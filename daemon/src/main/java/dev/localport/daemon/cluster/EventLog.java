package dev.localport.daemon.cluster;

import dev.localport.api.ClusterEvent;
import dev.localport.api.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  /** How long nothing is written of an event that goes on. */
  static final Duration AGAIN = Duration.ofMinutes(10);

  /** The most lines for one answer of a cluster. */
  static final int MOST = 10;

  /** How old an event may be that a monitor finds when it begins: older ones are no news. */
  private static final Duration RECENT = Duration.ofMinutes(10);

  private static final Logger log = LoggerFactory.getLogger(EventLog.class);

  private final String context;
  private final Map<Key, Written> written = new HashMap<>();

  /* Without the message: it often says how often, or for how long. */
  private record Key(@Nullable String namespace, String object, String reason) {
    static Key of(ClusterEvent event) {
      return new Key(event.namespace(), event.object(), event.reason());
    }
  }

  /** What was written of an event, and when. */
  private record Written(int count, Instant at) {}

  EventLog(String context) {
    this.context = context;
  }

  /**
   * Takes all events that are known now.
   *
   * @param subscribers the services that are active now
   */
  void take(List<ClusterEvent> events, Collection<ClusterSubscriber> subscribers, Instant now) {
    Map<Key, Written> known = new HashMap<>();
    int lines = 0;
    int more = 0;
    for (ClusterEvent event : events) {
      Key key = Key.of(event);
      Written before = known.containsKey(key) ? known.get(key) : written.get(key);
      if (before != null) {
        known.put(key, before);
      }
      ClusterEvent touching =
          event.isWarning() ? EventCorrelation.event(event, subscribers) : event;
      if (touching.services().isEmpty() || !isNews(event, before, now)) {
        continue;
      }
      known.put(key, new Written(event.count(), now));
      if (lines < MOST) {
        write(touching);
        lines++;
      } else {
        more++;
      }
    }
    written.clear();
    written.putAll(known); // what a cluster does not report any more need not be known
    if (more > 0) {
      log.atWarn()
          .addKeyValue("context", context)
          .addKeyValue("more", more)
          .addKeyValue("see", "localport cluster events")
          .log("more cluster events");
    }
  }

  private static boolean isNews(ClusterEvent event, @Nullable Written before, Instant now) {
    return before == null
        ? !event.lastSeen().isBefore(now.minus(RECENT))
        : event.count() != before.count() && !now.isBefore(before.at().plus(AGAIN));
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
