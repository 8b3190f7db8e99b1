package dev.localport.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a process costs, as Linux tells in {@code /proc}. */
final class ProcessFigures {
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+)");
  private static final int USER_TICKS = 11; // counted from behind the name
  private static final int SYSTEM_TICKS = 12;
  private static final double TICKS_A_SECOND = 100;

  private ProcessFigures() {}

  /** Returns the time that all cores together have spent for it since it began, in seconds. */
  static double cpuSeconds(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    double ticks =
        Double.parseDouble(fields[USER_TICKS]) + Double.parseDouble(fields[SYSTEM_TICKS]);
    return ticks / TICKS_A_SECOND;
  }

  /** Returns the memory that it holds, in MiB. */
  static double residentMib(long pid) throws IOException {
    String status = Files.readString(Path.of("/proc", Long.toString(pid), "status"));
    Matcher resident = RESIDENT.matcher(status);
    if (!resident.find()) {
      throw new AssertionError("no VmRSS of process %d in:%n%s".formatted(pid, status));
    }
    return Double.parseDouble(resident.group(1)) / 1024;
  }
}
