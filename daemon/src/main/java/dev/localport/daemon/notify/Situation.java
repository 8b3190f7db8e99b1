package dev.localport.daemon.notify;

import dev.localport.api.JournalEntry;
import dev.localport.api.JournalType;
import dev.localport.config.NotifyEvent;
import dev.localport.history.Flapping;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How services and clusters are, according to the journal: what an entry means depends on what came
 * before it. Pure, apart from what it remembers; confined to its owner.
 */
final class Situation {
  /** A shorter loss is over before anyone could act: its end is no recovery. */
  static final Duration LOSS = Duration.ofSeconds(10);

  /* What LocalPort cannot fix by waiting, as contract and docs/states.md name it. */
  private static final Set<String> NEED_YOU =
      Set.of(
          "forbidden",
          "credentials",
          "target_missing",
          "port_taken",
          "port_denied",
          "circuit_open");

  private static final Set<String> NOT_UP =
      Set.of("connecting", "reconnecting", "suspended", "failed", "disconnected");

  private final Map<String, Service> services = new HashMap<>();
  private final Map<String, Cluster> clusters = new HashMap<>();
  private final Flapping flapping = new Flapping();

  private static final class Service {
    private @Nullable String context;
    private boolean down;
    private @Nullable String failed; // why it needs a user, until it is connected
    private boolean unhealthy;
  }

  private static final class Cluster {
    private Reach reach = Reach.FINE;
    private @Nullable Duration backAt; // since when it is no longer offline
  }

  /** Whether a cluster can be reached, as far as anyone knows. */
  enum Reach {
    /** Nothing speaks against it. */
    FINE,
    /** A probe failed; whether it is offline is known soon. */
    SUSPECT,
    /** It is offline, or rejects the connection. */
    AWAY
  }

  /** Returns whether this state of a cluster means that its services cannot connect. */
  static boolean isAway(String state) {
    return state.equals("offline") || state.equals("error");
  }

  /**
   * Takes the next entry.
   *
   * @param now the time since a beginning of the caller's choice
   * @return everything that it can be called: its type, and words that matter more
   */
  Set<NotifyEvent> take(JournalEntry entry, Duration now) {
    Set<NotifyEvent> words = EnumSet.noneOf(NotifyEvent.class);
    Arrays.stream(NotifyEvent.values())
        .filter(word -> word.word().equals(entry.type().word()))
        .forEach(words::add);
    if (flapping.begins(entry)) {
      words.add(NotifyEvent.FLAPPING);
    }
    NotifyEvent more = entry.service() == null ? cluster(entry, now) : service(entry);
    if (more != null) {
      words.add(more);
    }
    return words;
  }

  private @Nullable NotifyEvent service(JournalEntry entry) {
    String name = String.valueOf(entry.service());
    if (Objects.equals(entry.state(), "stopped")) {
      services.remove(name);
      return null;
    }
    Service service = services.computeIfAbsent(name, _ -> new Service());
    service.context = entry.context() == null ? service.context : entry.context();
    return switch (entry.type()) {
      case CONNECTED, RECONNECTED -> connected(service, entry);
      case HEALTH_CHECK -> health(service, String.valueOf(entry.state()));
      case DISCONNECTED, RECONNECTING, ERROR, OPERATION -> state(service, entry);
      case CONFIG_CHANGED, CLUSTER, SETTINGS -> null;
    };
  }

  private static @Nullable NotifyEvent connected(Service service, JournalEntry entry) {
    Duration lost = entry.duration();
    boolean recovered =
        service.failed != null
            || (entry.type() == JournalType.RECONNECTED
                && lost != null
                && lost.compareTo(LOSS) >= 0);
    service.down = false;
    service.failed = null;
    return recovered ? NotifyEvent.RECOVERED : null;
  }

  private static @Nullable NotifyEvent health(Service service, String state) {
    boolean before = service.unhealthy;
    service.unhealthy = state.equals("unhealthy") || (before && state.equals("unknown"));
    if (service.unhealthy) {
      return before ? null : NotifyEvent.UNHEALTHY;
    }
    return before && state.equals("healthy") ? NotifyEvent.RECOVERED : null;
  }

  private static @Nullable NotifyEvent state(Service service, JournalEntry entry) {
    String state = String.valueOf(entry.state());
    if (!NOT_UP.contains(state)) {
      service.down = false;
      service.failed = null;
      return null;
    }
    service.down = true;
    String reason = state.equals("failed") ? state : String.valueOf(entry.reason());
    boolean needsYou =
        state.equals("failed") || (state.equals("suspended") && NEED_YOU.contains(reason));
    if (!needsYou || reason.equals(service.failed)) {
      return null;
    }
    service.failed = reason;
    return NotifyEvent.FAILED;
  }

  private @Nullable NotifyEvent cluster(JournalEntry entry, Duration now) {
    String state = entry.state();
    if (entry.type() != JournalType.CLUSTER || entry.context() == null || state == null) {
      return null;
    }
    Cluster cluster = clusters.computeIfAbsent(entry.context(), _ -> new Cluster());
    boolean wasAway = cluster.reach == Reach.AWAY;
    if (state.equals("reconnecting") || state.equals("checking")) {
      cluster.reach = wasAway ? Reach.AWAY : state.equals("checking") ? Reach.FINE : Reach.SUSPECT;
      return null; // nothing new is known yet of one that was offline
    }
    cluster.reach = isAway(state) ? Reach.AWAY : Reach.FINE;
    if (cluster.reach == Reach.AWAY) {
      return wasAway ? null : NotifyEvent.CLUSTER_OFFLINE;
    }
    cluster.backAt = wasAway ? now : cluster.backAt;
    return wasAway && !state.equals("disabled") ? NotifyEvent.CLUSTER_BACK : null;
  }

  /** Returns whether a cluster can be reached. */
  Reach reach(@Nullable String context) {
    Cluster cluster = context == null ? null : clusters.get(context);
    return cluster == null ? Reach.FINE : cluster.reach;
  }

  /** Returns when a cluster came back last, or null. */
  @Nullable Duration backAt(@Nullable String context) {
    Cluster cluster = context == null ? null : clusters.get(context);
    return cluster == null ? null : cluster.backAt;
  }

  /** Returns how many services of a cluster should be connected and are not. */
  int waiting(@Nullable String context) {
    return waitingNames(context).size();
  }

  /** Returns the services of a cluster that should be connected and are not, in no order. */
  List<String> waitingNames(@Nullable String context) {
    return services.entrySet().stream()
        .filter(each -> each.getValue().down && Objects.equals(each.getValue().context, context))
        .map(Map.Entry::getKey)
        .toList();
  }
}
