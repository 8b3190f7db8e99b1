package dev.localport.cli.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Whether this process belongs to the job that a terminal's keys reach: then Ctrl-C reaches the
 * programs that it started as well, by the terminal itself.
 */
final class TerminalJob {
  private static final Path STAT = Path.of("/proc/self/stat"); // Linux

  private TerminalJob() {}

  /** Asks the system, as this can change: {@code bg} and {@code fg} of a shell do it. */
  static boolean isForeground() {
    try {
      return Files.exists(STAT) ? isForeground(Files.readString(STAT)) : asksPs();
    } catch (IOException _) {
      return false;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Reads proc_pid_stat(5): behind the name in parentheses come state, parent, group, session,
   * terminal, and the group in the terminal's foreground.
   */
  static boolean isForeground(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
    return fields.length > 5 && !fields[4].equals("0") && fields[2].equals(fields[5]);
  }

  /* As on macOS. */
  private static boolean asksPs() throws IOException, InterruptedException {
    long pid = ProcessHandle.current().pid();
    Process ps =
        new ProcessBuilder(List.of("ps", "-o", "pgid=,tpgid=", "-p", String.valueOf(pid))).start();
    String printed = new String(ps.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String[] groups = printed.strip().split("\\s+", -1);
    return ps.waitFor() == 0 && groups.length == 2 && groups[0].equals(groups[1]);
  }
}
