package dev.localport.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the kernel counts of a process, its threads included: {@code proc(5)}.
 *
 * @param cpuSeconds in user and kernel mode since its start, in steps of 10 ms
 * @param residentMib VmRSS
 * @param sharedMib Pss: what several processes share is counted once, divided among them
 */
record KernelCounts(double cpuSeconds, double residentMib, double sharedMib) {
  private static final double TICKS_A_SECOND = 100; // USER_HZ: the same on all that Linux runs on
  private static final int UTIME = 11; // counted behind the name, which may hold blanks
  private static final int STIME = 12;

  /** Reads them for a process that lives. */
  static KernelCounts of(long pid) throws IOException {
    Path process = Path.of("/proc", Long.toString(pid));
    String stat = Files.readString(process.resolve("stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    double ticks = Double.parseDouble(fields[UTIME]) + Double.parseDouble(fields[STIME]);
    return new KernelCounts(
        ticks / TICKS_A_SECOND,
        mib(process.resolve("status"), "VmRSS:"),
        mib(process.resolve("smaps_rollup"), "Pss:"));
  }

  /** Returns those of several processes together. */
  static KernelCounts of(Iterable<Long> pids) throws IOException {
    KernelCounts sum = new KernelCounts(0, 0, 0);
    for (long pid : pids) {
      KernelCounts one = of(pid);
      sum =
          new KernelCounts(
              sum.cpuSeconds + one.cpuSeconds,
              sum.residentMib + one.residentMib,
              sum.sharedMib + one.sharedMib);
    }
    return sum;
  }

  private static double mib(Path file, String key) throws IOException {
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith(key)) {
        return Double.parseDouble(line.replaceAll("\\D", "")) / 1024;
      }
    }
    throw new IOException("no %s in %s".formatted(key, file));
  }
}
