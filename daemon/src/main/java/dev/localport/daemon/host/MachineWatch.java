package dev.localport.daemon.host;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.localport.daemon.time.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that the machine slept, or that its network changed: what looked alive before may be dead
 * now, and what was out of reach may be there.
 *
 * <p>A tick each second that comes over five seconds late by either clock is a wake: the wall clock
 * shows sleep, the monotonic one (which stands still in it on Linux) a process that was stopped. A
 * step back is none. The JDK does not report network changes, so the routes to the API servers in
 * use are read every three seconds: what leads to none of them, such as the network of a container,
 * is no change. Runs on the timers' thread, but for the look at the routes, which may wait for a
 * resolver.
 */
public final class MachineWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(MachineWatch.class);
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration LATE = Duration.ofSeconds(5);
  private static final int TICKS_A_LOOK = 3;

  private final Timers timers;
  private final LongSupplier nanoTime;
  private final Supplier<Map<String, String>> routes;
  private final Executor looks;
  private final AtomicBoolean looking = new AtomicBoolean();
  private final Consumer<String> changed;
  private Instant wall;
  private long nanos;
  private int ticks;

  @GuardedBy("this")
  private final Map<String, String> before = new HashMap<>();

  private volatile boolean closed;
  private volatile Timers.@Nullable Waiting waiting;

  /**
   * Begins to watch this machine.
   *
   * @param nanoTime monotonic time
   * @param hosts those of the API servers in use
   * @param changed is told in one phrase what happened; must not block
   */
  public MachineWatch(
      Timers timers, LongSupplier nanoTime, Supplier<Set<String>> hosts, Consumer<String> changed) {
    this(
        timers,
        nanoTime,
        () -> Routes.to(hosts.get()),
        task -> Thread.ofVirtual().name("routes").start(task),
        changed);
  }

  /**
   * As the other one, of a machine with these routes.
   *
   * @param routes the local address by the host that it leads to
   * @param looks runs what may block
   */
  MachineWatch(
      Timers timers,
      LongSupplier nanoTime,
      Supplier<Map<String, String>> routes,
      Executor looks,
      Consumer<String> changed) {
    this.timers = timers;
    this.nanoTime = nanoTime;
    this.routes = routes;
    this.looks = looks;
    this.changed = changed;
    this.wall = timers.instant();
    this.nanos = nanoTime.getAsLong();
    look(false);
    next();
  }

  private void next() {
    waiting = timers.at(timers.instant().plus(TICK), this::tick);
  }

  private void tick() {
    if (closed) {
      return;
    }
    Instant now = timers.instant();
    long nanosNow = nanoTime.getAsLong();
    Duration byWall = Duration.between(wall, now);
    Duration byNanos = Duration.ofNanos(nanosNow - nanos);
    wall = now;
    nanos = nanosNow;
    Duration longest = byWall.compareTo(byNanos) > 0 ? byWall : byNanos;
    if (longest.compareTo(TICK.plus(LATE)) > 0) {
      log.atInfo().addKeyValue("away_s", longest.toSeconds()).log("machine woke");
      look(false);
      changed.accept("the machine woke");
    } else if (++ticks % TICKS_A_LOOK == 0) {
      look(true);
    }
    next();
  }

  /** One look at a time: a resolver may take longer than the time between two. */
  private void look(boolean tells) {
    if (looking.compareAndSet(false, true)) {
      looks.execute(() -> {
        try {
          if (hasChanged(routes.get()) && tells && !closed) {
            log.atInfo().log("network changed");
            changed.accept("the network changed");
          }
        } finally {
          looking.set(false);
        }
      });
    }
  }

  /**
   * Tells whether a host is reached from another address; one that is new was not reached before.
   */
  private synchronized boolean hasChanged(Map<String, String> now) {
    boolean changes =
        now.entrySet().stream()
            .anyMatch(route -> {
              String known = before.get(route.getKey());
              return known != null && !known.equals(route.getValue());
            });
    before.putAll(now);
    return changes;
  }

  @Override
  public void close() {
    closed = true;
    Timers.Waiting last = waiting;
    if (last != null) {
      last.cancel();
    }
  }
}
