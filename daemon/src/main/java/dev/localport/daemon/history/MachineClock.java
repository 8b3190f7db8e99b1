package dev.localport.daemon.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * The start of the machine, and how long it has been awake. Immutable.
 *
 * @param boot names the start: another one means that the machine was off
 * @param nanos monotonic time of the machine that stands still while it sleeps
 */
public record MachineClock(String boot, LongSupplier nanos) {
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  /** Returns the clock of this machine. */
  public static MachineClock ofThisMachine(LongSupplier nanos) {
    return new MachineClock(bootId(), nanos);
  }

  /* Where the kernel gives its start no name, as on macOS, that of its first process is used. */
  private static String bootId() {
    try {
      return Files.readString(BOOT_ID).strip();
    } catch (IOException _) {
      return ProcessHandle.of(1)
          .flatMap(first -> first.info().startInstant())
          .map(Instant::toString)
          .orElse("");
    }
  }

  /** Returns how long the machine has been awake since some moment of this start. */
  Duration awake() {
    return Duration.ofNanos(nanos.getAsLong());
  }
}
