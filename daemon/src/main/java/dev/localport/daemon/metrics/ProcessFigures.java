package dev.localport.daemon.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the daemon's process takes; null: this system does not report it.
 *
 * @param cpu time on processors since its start
 * @param residentBytes memory that it holds, of {@code /proc/self/status} (proc(5)): Linux alone
 */
record ProcessFigures(
    @Nullable Instant started, @Nullable Duration cpu, @Nullable Long residentBytes) {
  private static final String RESIDENT = "VmRSS:";
  private static final long KIBI = 1024;

  static ProcessFigures now() {
    ProcessHandle.Info info = ProcessHandle.current().info();
    return new ProcessFigures(
        info.startInstant().orElse(null),
        info.totalCpuDuration().orElse(null),
        resident(Path.of("/proc/self/status")));
  }

  static @Nullable Long resident(Path status) {
    try {
      for (String line : Files.readAllLines(status)) {
        if (line.startsWith(RESIDENT)) {
          return Long.parseLong(line.replaceAll("\\D", "")) * KIBI;
        }
      }
      return null;
    } catch (IOException | NumberFormatException e) {
      return null; // another system: one figure less
    }
  }
}
