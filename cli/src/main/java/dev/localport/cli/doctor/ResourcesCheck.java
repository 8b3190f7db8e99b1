package dev.localport.cli.doctor;

import dev.localport.api.DoctorCheck;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * How much memory and how many file descriptors the daemon has, as proc(5) says. Finds nothing
 * where there is no such folder.
 *
 * @param proc {@code /proc}
 * @param pid the daemon's process; 0: none runs
 */
public record ResourcesCheck(Path proc, long pid) implements Check {
  private static final long MOST_MEMORY_KIB = 512 << 10;
  private static final long KIB = 1024;

  @Override
  public List<DoctorCheck> run() {
    List<DoctorCheck> found = new ArrayList<>();
    if (pid > 0) {
      memory(found);
      descriptors(found);
    }
    return found;
  }

  private void memory(List<DoctorCheck> found) {
    OptionalLong resident = number(process().resolve("status"), "VmRSS:");
    resident.ifPresent(kib ->
        found.add(
            kib > MOST_MEMORY_KIB
                ? DoctorCheck.warning(
                    "daemon.memory",
                    Groups.DAEMON,
                    "memory",
                    "the daemon uses %d MB of memory".formatted(kib / KIB),
                    "report it with: localport doctor --bundle; then: localport daemon restart")
                : DoctorCheck.ok(
                    "daemon.memory",
                    Groups.DAEMON,
                    "memory",
                    "the daemon uses %d MB of memory".formatted(kib / KIB))));
  }

  private void descriptors(List<DoctorCheck> found) {
    OptionalLong limit = number(process().resolve("limits"), "Max open files");
    String[] open = new File(process().toString(), "fd").list();
    if (limit.isEmpty() || open == null) {
      return;
    }
    String message =
        "%d of the daemon's %d file descriptors are open".formatted(open.length, limit.getAsLong());
    found.add(
        open.length >= limit.getAsLong() - limit.getAsLong() / 8
            ? DoctorCheck.broken(
                "daemon.descriptors",
                Groups.DAEMON,
                "file descriptors",
                message + ": new connections wait",
                "ulimit -n 4096, then in the same shell: localport daemon restart")
            : DoctorCheck.ok("daemon.descriptors", Groups.DAEMON, "file descriptors", message));
  }

  private Path process() {
    return proc.resolve(String.valueOf(pid));
  }

  /** Returns the first number behind a word at the beginning of a line. */
  static OptionalLong number(Path file, String word) {
    try {
      for (String line : Files.readAllLines(file)) {
        if (line.startsWith(word)) {
          return OptionalLong.of(
              Long.parseLong(line.substring(word.length()).strip().split("\\s+", 2)[0]));
        }
      }
    } catch (IOException | NumberFormatException _) {
      // no Linux, gone meanwhile, or unlimited
    }
    return OptionalLong.empty();
  }
}
