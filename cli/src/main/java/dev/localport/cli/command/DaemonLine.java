package dev.localport.cli.command;

import dev.localport.cli.render.Output;
import dev.localport.cli.render.ProgressLine;

/**
 * The line that a terminal shows while a command waits for the daemon: at once where one is
 * started, after a second where one runs and has not answered. Thread-safe.
 */
final class DaemonLine implements DaemonNews, AutoCloseable {
  private final Output output;
  private final String doing;
  private final ProgressLine line;
  private boolean isDaemonStarting; // changed and read under the lock of the line

  private DaemonLine(Output output, String doing) {
    this.output = output;
    this.doing = doing;
    this.line = ProgressLine.begin(output, this::text);
  }

  /** Begins one for a command that needs the daemon, and nothing that takes it long. */
  static DaemonLine begin(Output output) {
    return begin(output, "waiting for the daemon");
  }

  /**
   * Begins one.
   *
   * @param doing what the command does once the daemon runs, such as {@code connecting to svc/web}
   */
  static DaemonLine begin(Output output, String doing) {
    return new DaemonLine(output, doing);
  }

  private String text(long seconds) {
    return isDaemonStarting ? starting(seconds) : later(doing, seconds);
  }

  /** Returns what is shown while the daemon is started. */
  static String starting(long seconds) {
    return seconds == 0 ? "starting the daemon" : later("starting the daemon", seconds);
  }

  /** Returns nothing in the first second: usually, what is waited for is there by then. */
  static String later(String doing, long seconds) {
    return seconds == 0 ? "" : "%s (%ds)".formatted(doing, seconds);
  }

  @Override
  public void daemonStarts() {
    line.above(() -> isDaemonStarting = true);
  }

  @Override
  public void daemonRuns() {
    line.above(() -> isDaemonStarting = false);
  }

  @Override
  public void note(String text) {
    line.above(() -> output.note(text));
  }

  /** Erases the line. */
  @Override
  public void close() {
    line.close();
  }
}
