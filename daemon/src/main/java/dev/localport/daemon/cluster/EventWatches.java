package dev.localport.daemon.cluster;

import dev.localport.api.ClusterEvent;
import dev.localport.api.FailureKind;
import dev.localport.daemon.kube.client.KubeException;
import dev.localport.daemon.kube.reads.EventReader;
import dev.localport.daemon.kube.reads.EventScope;
import dev.localport.daemon.recovery.RoundPause;
import dev.localport.daemon.time.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The watches over the events of one cluster: one for each scope, on a virtual thread of its own.
 * It costs a connection, and hardly a byte while nothing happens.
 *
 * <p>Most events of a cluster are about others, and a loud one has thousands: what touches no
 * service ends here, and of what does no more than {@link #MOST} in {@link #WINDOW} pass.
 */
final class EventWatches implements EventFollower {
  private static final Logger log = LoggerFactory.getLogger(EventWatches.class);
  private static final Duration LEAST_PAUSE = Duration.ofMillis(250);
  private static final Duration MOST_PAUSE = Duration.ofSeconds(10);

  /** How many events pass in {@link #WINDOW}, of each scope. */
  static final int MOST = 100;

  /** What {@link #MOST} is counted in. */
  static final Duration WINDOW = Duration.ofSeconds(10);

  private final String context;
  private final ThreadedQueryRunner.Opener opener;
  private final Timers timers;
  private final DoubleSupplier random;
  private final Predicate<ClusterEvent> concerns;
  private final Consumer<MonitorMessage> owner;
  private final Map<EventScope, Thread> running = new HashMap<>();

  /**
   * Creates one that follows nothing yet.
   *
   * @param concerns says whether an event touches a service; on any thread
   */
  EventWatches(
      String context,
      ThreadedQueryRunner.Opener opener,
      Timers timers,
      DoubleSupplier random,
      Predicate<ClusterEvent> concerns,
      Consumer<MonitorMessage> owner) {
    this.context = context;
    this.opener = opener;
    this.timers = timers;
    this.random = random;
    this.concerns = concerns;
    this.owner = owner;
  }

  @Override
  public void follow(Set<EventScope> scopes, @Nullable String from) {
    running
        .entrySet()
        .removeIf(one -> {
          boolean isOver = !scopes.contains(one.getKey());
          if (isOver) {
            one.getValue().interrupt();
          }
          return isOver;
        });
    for (EventScope scope : scopes) {
      var _ = running.computeIfAbsent(scope, _ -> start(scope, from));
    }
  }

  private Thread start(EventScope scope, @Nullable String from) {
    Runnable rounds = new Following(scope, from)::run;
    return Thread.ofVirtual()
        .name("events-%s-%s".formatted(context, scope.namespace()))
        .start(rounds);
  }

  /** One scope, from its position until it is interrupted. */
  private final class Following implements EventReader {
    private final EventScope scope;
    private final RoundPause pause = new RoundPause(LEAST_PAUSE, MOST_PAUSE, random);
    private @Nullable String position;
    private Instant windowEnd = Instant.EPOCH;
    private int passed;

    Following(EventScope scope, @Nullable String from) {
      this.scope = scope;
      this.position = from;
    }

    void run() {
      try {
        while (!Thread.interrupted()) {
          Instant begun = timers.instant();
          Duration wanted = round();
          Duration least = pause.after(Duration.between(begun, timers.instant()));
          timers.pause(least.compareTo(wanted) > 0 ? least : wanted);
        }
      } catch (InterruptedException e) {
        // it is not followed anymore: the only way out of the loop
      }
    }

    /** Returns how long to wait before the next one at least. */
    private Duration round() {
      try {
        opener.open().follow(scope, position, this);
        return Duration.ZERO;
      } catch (KubeException e) {
        line().addKeyValue("why", e.failure().message()).log("events cannot be followed");
        boolean isRefused =
            e.failure().kind() == FailureKind.FORBIDDEN
                || e.failure().kind() == FailureKind.TARGET_MISSING;
        return isRefused ? ClusterCache.REFUSAL_HOLDS : MOST_PAUSE;
      } catch (RuntimeException | Error e) { // the others are followed on, and this one again later
        log.atError().addKeyValue("context", context).setCause(e).log("events not followed: bug");
        return ClusterCache.REFUSAL_HOLDS;
      }
    }

    private LoggingEventBuilder line() {
      return log.atDebug()
          .addKeyValue("context", context)
          .addKeyValue("namespace", scope.namespace());
    }

    @Override
    public void onEvent(ClusterEvent event) {
      if (concerns.test(event) && isWithinLimit(timers.instant())) {
        owner.accept(new MonitorMessage.EventSeen(event));
      }
    }

    private boolean isWithinLimit(Instant now) {
      if (!now.isBefore(windowEnd) || windowEnd.isAfter(now.plus(WINDOW))) {
        windowEnd = now.plus(WINDOW);
        passed = 0;
      }
      passed++;
      return passed <= MOST;
    }

    @Override
    public void onPosition(@Nullable String version) {
      position = version;
    }
  }
}
