package dev.localport.cli.command;

import dev.localport.cli.render.Output;
import dev.localport.cli.render.ProgressLine;
import java.util.function.LongFunction;

/**
 * The line that a terminal shows while a command waits for the daemon: at once where one is
 * started, after a second where one runs and has not answered. A command that knows how far its
 * work is says that instead. Thread-safe.
 */
final class DaemonLine implements DaemonNews, AutoCloseable {
  private final Output output;
  private final String doing;
  private final LongFunction<String> work;
  private final ProgressLine line;
  private boolean isDaemonStarting; // changed and read under the lock of the line

  /**
   * Begins one.
   *
   * @param doing what the command does once the daemon runs, such as {@code starting}
   * @param work returns how far that is after so many seconds, under the lock that {@link #above}
   *     holds; nothing as long as that is not known
   */
  DaemonLine(Output output, String doing, LongFunction<String> work) {
    this.output = output;
    this.doing = doing;
    this.work = work;
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
    return new DaemonLine(output, doing, _ -> "");
  }

  private String text(long seconds) {
    String known = work.apply(seconds);
    if (!known.isEmpty()) {
      return known;
    }
    return isDaemonStarting ? starting(seconds) : later(doing, seconds);
  }

  private static String starting(long seconds) {
    return seconds == 0 ? "starting the daemon" : later("starting the daemon", seconds);
  }

  /* Nothing in the first second: usually, what is waited for is there by then. */
  private static String later(String doing, long seconds) {
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

  /** Prints other lines above it. */
  void above(Runnable print) {
    line.above(print);
  }

  /** Erases the line. */
  @Override
  public void close() {
    line.close();
  }
}
