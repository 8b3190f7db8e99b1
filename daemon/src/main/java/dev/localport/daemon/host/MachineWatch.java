package dev.localport.daemon.host;

import dev.localport.daemon.time.Timers;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
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
 * step back is none. The JDK tells of no network change, so the addresses are read every three
 * seconds. Runs on the timers' thread.
 */
public final class MachineWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(MachineWatch.class);
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration LATE = Duration.ofSeconds(5);
  private static final int TICKS_A_LOOK = 3;

  private final Timers timers;
  private final LongSupplier nanoTime;
  private final Supplier<Set<String>> addresses;
  private final Consumer<String> changed;
  private Instant wall;
  private long nanos;
  private int ticks;
  private Set<String> before;
  private volatile boolean closed;
  private volatile Timers.@Nullable Waiting waiting;

  /**
   * Begins to watch this machine.
   *
   * @param nanoTime monotonic time
   * @param changed is told in one phrase what happened; must not block
   */
  public MachineWatch(Timers timers, LongSupplier nanoTime, Consumer<String> changed) {
    this(timers, nanoTime, MachineWatch::addressesOfThisMachine, changed);
  }

  /** As the other one, of a machine with these addresses. */
  MachineWatch(
      Timers timers,
      LongSupplier nanoTime,
      Supplier<Set<String>> addresses,
      Consumer<String> changed) {
    this.timers = timers;
    this.nanoTime = nanoTime;
    this.addresses = addresses;
    this.changed = changed;
    this.wall = timers.instant();
    this.nanos = nanoTime.getAsLong();
    this.before = addresses.get();
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
      before = addresses.get();
      changed.accept("the machine woke");
    } else if (++ticks % TICKS_A_LOOK == 0) {
      look();
    }
    next();
  }

  private void look() {
    Set<String> now = addresses.get();
    if (!now.equals(before)) {
      before = now;
      log.atInfo().addKeyValue("addresses", now.size()).log("network changed");
      changed.accept("the network changed");
    }
  }

  /** Loopback is no way to a cluster, and link-local IPv6 addresses come and go by themselves. */
  private static Set<String> addressesOfThisMachine() {
    Set<String> all = new TreeSet<>();
    try {
      NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
          .map(InetAddress::getHostAddress)
          .forEach(all::add);
    } catch (SocketException e) {
      return Set.of(); // a machine that does not tell its addresses: wakes are seen all the same
    }
    return all;
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
