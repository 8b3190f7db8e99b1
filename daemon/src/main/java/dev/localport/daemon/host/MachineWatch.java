package dev.localport.daemon.host;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.localport.daemon.time.Timers;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
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
 * is no change of the network. It may bring the address that a local port waits for, which is
 * reported separately. Runs on the timers' thread, except for the look at the routes, which may
 * wait for a resolver.
 */
public final class MachineWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(MachineWatch.class);
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration LATE = Duration.ofSeconds(5);
  private static final int TICKS_A_LOOK = 3;

  /** Receives what happened; must not block. */
  public interface Listener {
    /**
     * Every session may be dead, and every cluster out of reach, or back; {@code what} happened.
     */
    void onChange(String what);

    /**
     * The machine slept, or this process was stopped, for so long; before the change is reported.
     */
    default void onWake(Duration away) {
      // most look at what may have changed
    }

    /** The machine has other addresses than before; API servers are reached as before. */
    void onAddresses();
  }

  private final Timers timers;
  private final LongSupplier nanoTime;
  private final Supplier<Map<String, String>> routes;
  private final Executor looks;
  private final AtomicBoolean looking = new AtomicBoolean();
  private final Supplier<Set<String>> addresses;
  private final Listener listener;
  private Instant wall;
  private long nanos;
  private int ticks;

  @GuardedBy("this")
  private final Map<String, String> before = new HashMap<>();

  @GuardedBy("this")
  private Set<String> known = Set.of();

  private volatile boolean closed;
  private volatile Timers.@Nullable Waiting waiting;

  /**
   * Starts to watch this machine.
   *
   * @param nanoTime monotonic time
   * @param hosts those of the API servers in use
   * @param listener gets what happened
   */
  public MachineWatch(
      Timers timers, LongSupplier nanoTime, Supplier<Set<String>> hosts, Listener listener) {
    this(
        timers,
        nanoTime,
        () -> Routes.to(hosts.get()),
        MachineWatch::addressesOfThisMachine,
        task -> Thread.ofVirtual().name("routes").start(task),
        listener);
  }

  /**
   * As the other one, of a machine with these routes.
   *
   * @param routes the local address by the host that it leads to
   * @param addresses those of all interfaces
   * @param looks runs what may block
   */
  MachineWatch(
      Timers timers,
      LongSupplier nanoTime,
      Supplier<Map<String, String>> routes,
      Supplier<Set<String>> addresses,
      Executor looks,
      Listener listener) {
    this.timers = timers;
    this.nanoTime = nanoTime;
    this.routes = routes;
    this.looks = looks;
    this.addresses = addresses;
    this.listener = listener;
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
      log.atInfo().addKeyValue("away_s", longest.toSeconds()).log("machine woke up");
      look(false);
      listener.onWake(longest.minus(TICK));
      listener.onChange("the machine woke");
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
          boolean isOtherRoute = hasChanged(routes.get());
          boolean isOtherAddress = areOthers(addresses.get());
          if (tells && !closed) {
            tell(isOtherRoute, isOtherAddress);
          }
        } finally {
          looking.set(false);
        }
      });
    }
  }

  private void tell(boolean isOtherRoute, boolean isOtherAddress) {
    if (isOtherRoute) {
      log.atInfo().log("network changed");
      listener.onChange("the network changed");
    } else if (isOtherAddress) {
      log.atDebug().log("addresses changed");
      listener.onAddresses();
    }
  }

  private synchronized boolean areOthers(Set<String> now) {
    boolean areOthers = !now.equals(known);
    known = now;
    return areOthers;
  }

  /**
   * Returns whether a host is reached from another address; one that is new was not reached before.
   */
  private synchronized boolean hasChanged(Map<String, String> now) {
    boolean changes = false;
    for (Map.Entry<String, String> route : now.entrySet()) {
      String last = before.put(route.getKey(), route.getValue());
      changes |= last != null && !last.equals(route.getValue());
    }
    return changes;
  }

  /** Loopback leads to no cluster, and link-local IPv6 addresses change by themselves. */
  private static Set<String> addressesOfThisMachine() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
          .map(InetAddress::getHostAddress)
          .collect(Collectors.toSet());
    } catch (SocketException e) {
      return Set.of(); // a machine that does not report its addresses: wakes are seen all the same
    }
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
