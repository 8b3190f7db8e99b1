package dev.localport.daemon.history;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.localport.daemon.time.Timers;
import dev.localport.paths.RegularFile;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file {@code alive} beside the journal: as long as it is there, no daemon has ended as it was
 * asked to since it was written. It is written once a minute while a service is wanted, so that a
 * death is known to within that. Not forced to the disk: only this process ends by a crash, and
 * what it wrote stays. Thread-safe.
 */
public final class Alive implements AutoCloseable {
  /** How often it is written. */
  static final Duration PAUSE = Duration.ofMinutes(1);

  private static final Logger log = LoggerFactory.getLogger(Alive.class);
  private static final int LENGTH = 256; // always the same: a write never makes the file shorter
  private static final Set<OpenOption> IN_PLACE =
      Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE, LinkOption.NOFOLLOW_LINKS);

  private final Path file;
  private final Timers timers;
  private final MachineClock machine;
  private final Executor writes;
  private final AtomicBoolean writing = new AtomicBoolean();
  private final Object onDisk = new Object(); // one write or removal at a time

  @GuardedBy("onDisk")
  private boolean closed;

  private volatile boolean written;
  private volatile BooleanSupplier wanted = () -> false;
  private volatile Timers.@Nullable Waiting waiting;

  /**
   * What the last daemon left.
   *
   * @param at when it was alive for certain
   * @param boot which start of the machine that was in
   * @param awake how long the machine had been awake by then, since some moment of that start
   */
  record Sign(Instant at, String boot, Duration awake) {}

  /** A file in the journal's folder. */
  public Alive(Path folder, Timers timers, MachineClock machine) {
    this(folder, timers, machine, task -> Thread.ofPlatform().daemon().name("alive").start(task));
  }

  /** As the other one; {@code writes} runs what may wait for a disk. */
  Alive(Path folder, Timers timers, MachineClock machine, Executor writes) {
    this.file = folder.resolve("alive");
    this.timers = timers;
    this.machine = machine;
    this.writes = writes;
  }

  /** Returns the sign of a daemon that did not end as it was asked to; null: there is none. */
  @Nullable Sign found() {
    try {
      JsonObject json =
          JsonObject.parse(
              new String(RegularFile.bytes(file, LENGTH), StandardCharsets.UTF_8).strip());
      return new Sign(
          Objects.requireNonNullElse(json.findTime("at"), Instant.EPOCH),
          json.text("boot"),
          Duration.ofMillis(json.number("awake_ms")));
    } catch (IOException | RpcException _) {
      return null; // not there, or cut by a power failure: then the machine was off
    }
  }

  /**
   * Writes the first sign of this daemon, and one each minute while a service is wanted.
   *
   * @param wanted says whether one is; is asked once a minute and must not block
   */
  public void begin(BooleanSupplier wanted) {
    this.wanted = wanted;
    writeSoon();
    wait(timers.instant());
  }

  /**
   * The journal has another entry: its folder is there, and a service may be wanted now. Signs
   * begin, or continue if none was wanted.
   */
  public void wake() {
    if (!written) {
      writeSoon();
    }
    if (waiting == null && wanted.getAsBoolean()) {
      writeSoon();
      wait(timers.instant());
    }
  }

  private synchronized void wait(Instant now) {
    if (waiting == null) {
      waiting = timers.at(now.plus(PAUSE), this::tick);
    }
  }

  private void tick() {
    waiting = null;
    if (wanted.getAsBoolean()) {
      writeSoon();
      wait(timers.instant());
    }
  }

  private void writeSoon() {
    if (writing.compareAndSet(false, true)) {
      writes.execute(() -> {
        try {
          write();
        } finally {
          writing.set(false);
        }
      });
    }
  }

  private void write() {
    synchronized (onDisk) {
      if (closed) {
        return;
      }
      try (FileChannel channel =
          FileChannel.open(
              file,
              IN_PLACE,
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
        ByteBuffer bytes = ByteBuffer.wrap(sign().getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        written = true;
      } catch (IOException e) { // the journal's own note says what is wrong with the folder
        log.atDebug().addKeyValue("why", e.getMessage()).log("heartbeat file not written");
      }
    }
  }

  private String sign() {
    String json =
        JsonObject.builder()
            .put("at", timers.instant())
            .put("boot", machine.boot())
            .put("awake_ms", machine.awake().toMillis())
            .build()
            .toString();
    return ("%-" + (LENGTH - 1) + "s\n").formatted(json);
  }

  /** The daemon ends as it was asked to: there is no sign of it anymore. */
  @Override
  public void close() {
    Timers.Waiting last = waiting;
    if (last != null) {
      last.cancel();
    }
    synchronized (onDisk) {
      closed = true;
      try {
        boolean _ = Files.deleteIfExists(file);
      } catch (IOException e) {
        log.atDebug().addKeyValue("why", e.getMessage()).log("heartbeat file not removed");
      }
    }
  }
}
