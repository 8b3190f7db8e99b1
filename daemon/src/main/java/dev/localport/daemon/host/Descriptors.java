package dev.localport.daemon.host;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.sun.management.UnixOperatingSystemMXBean;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many file descriptors this process has left. Connections to local ports are the one thing
 * that takes them without limit, so they stop first: what is left then is for commands, sessions to
 * pods, API calls and files. Thread-safe.
 *
 * <p>Descriptors are counted by listing them, which costs some microseconds for each. So after a
 * look, half of what is free may be taken before the next one; while there is no room, looks are 50
 * ms apart.
 */
public final class Descriptors {
  private static final Logger log = LoggerFactory.getLogger(Descriptors.class);
  private static final long UNKNOWN = Long.MAX_VALUE;
  private static final long SHARE_KEPT = 8; // an eighth of all descriptors, within these bounds
  private static final long LEAST_KEPT = 16;
  private static final long MOST_KEPT = 64;
  private static final long FRESH = Duration.ofSeconds(1).toNanos();
  private static final long PAUSE = Duration.ofMillis(50).toNanos();

  private final long limit;
  private final LongSupplier open;
  private final LongSupplier nanoTime;

  @GuardedBy("this")
  private long looked;

  @GuardedBy("this")
  private long allowance;

  @GuardedBy("this")
  private boolean exhausted;

  /**
   * Counts with the given functions.
   *
   * @param limit how many there may be; {@link Long#MAX_VALUE}: it is unknown
   * @param open how many there are
   * @param nanoTime monotonic time
   */
  Descriptors(long limit, LongSupplier open, LongSupplier nanoTime) {
    this.limit = limit;
    this.open = open;
    this.nanoTime = nanoTime;
    this.looked = nanoTime.getAsLong() - FRESH - 1;
  }

  /** Returns those of this process. */
  public static Descriptors ofProcess() {
    return new Descriptors(limit(Path.of("/proc/self/limits")), counting(), System::nanoTime);
  }

  /** Reads proc(5)'s table of limits; if there is none, Java is asked, which takes longer. */
  static long limit(Path table) {
    try {
      for (String line : Files.readAllLines(table)) {
        if (line.startsWith("Max open files")) {
          String soft = line.substring("Max open files".length()).strip().split("\\s+", 2)[0];
          return soft.equals("unlimited") ? UNKNOWN : Long.parseLong(soft);
        }
      }
    } catch (IOException | NumberFormatException _) {
      // no Linux
    }
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? unix.getMaxFileDescriptorCount()
        : UNKNOWN;
  }

  private static LongSupplier counting() {
    for (String folder : List.of("/proc/self/fd", "/dev/fd")) {
      File all = new File(folder);
      if (all.list() != null) {
        return () -> count(all.list());
      }
    }
    return () -> 0; // this system does not say: nothing is limited
  }

  /* Listing takes a descriptor itself: without one, all are in use. */
  private static long count(String[] names) {
    return names == null ? UNKNOWN : names.length;
  }

  /** Returns how many there may be; {@link Long#MAX_VALUE} where it is unknown. */
  public long limit() {
    return limit;
  }

  /** Returns how many are kept free of connections to local ports. */
  long kept() {
    return Math.clamp(limit / SHARE_KEPT, LEAST_KEPT, MOST_KEPT);
  }

  /** Returns whether one more connection to a local port may be taken, and counts it. */
  public synchronized boolean hasRoom() {
    long age = nanoTime.getAsLong() - looked;
    if (age > FRESH || (allowance <= 0 && age > PAUSE)) {
      look();
    }
    allowance--;
    return allowance >= 0;
  }

  @GuardedBy("this")
  private void look() {
    looked = nanoTime.getAsLong();
    long free = limit == UNKNOWN ? UNKNOWN : Math.max(0, limit - open.getAsLong());
    long spare = Math.max(0, free - kept());
    allowance = spare / 2 + spare % 2;
    note(spare);
  }

  /* Said once for each time, and not again while it comes and goes with single connections. */
  @GuardedBy("this")
  private void note(long spare) {
    if (!exhausted && spare == 0) {
      exhausted = true;
      log.atWarn().addKeyValue("limit", limit).log("out of file descriptors: new connections wait");
    } else if (exhausted && spare > kept()) {
      exhausted = false;
      log.atInfo().addKeyValue("limit", limit).log("file descriptors are free again");
    }
  }

  /** Returns what users should know, a sentence each. */
  public synchronized List<String> notes() {
    if (nanoTime.getAsLong() - looked > PAUSE) {
      look();
    }
    return exhausted
        ? List.of(
            ("out of file descriptors (limit %d): new connections to local ports wait until others"
                    + " close; raise the limit with ulimit -n and restart: localport daemon restart")
                .formatted(limit))
        : List.of();
  }
}
