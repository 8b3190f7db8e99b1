package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.cli.render.Output;
import dev.localport.cli.render.OutputFormat;
import dev.localport.cli.ui.FullScreen;
import dev.localport.cli.ui.Key;
import dev.localport.cli.ui.Line;
import dev.localport.cli.ui.Theme;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** {@code --watch}: a picture that is drawn again and again until the user has seen enough. */
final class Watching {
  private Watching() {}

  /** Gives what is to be drawn now. */
  @FunctionalInterface
  interface Pictures {
    /** Asks the daemon, and returns the lines by the number of columns. */
    IntFunction<List<String>> next(DaemonClient daemon) throws CommandException;
  }

  /**
   * Checks that there is a screen to draw on, and something to draw.
   *
   * @throws UsageException if there is not
   */
  static void requireScreen(Output output) throws UsageException {
    if (!output.isTerminal()) {
      throw new UsageException("--watch needs a terminal");
    } else if (output.format() != OutputFormat.TABLE && output.format() != OutputFormat.WIDE) {
      throw new UsageException("--watch shows a table; leave out --output, or use wide");
    }
  }

  /**
   * Draws until the user ends it, and returns the exit code. A daemon that is restarted meanwhile
   * is no end.
   *
   * @param first the daemon to begin with; closed by the caller
   */
  static int run(CommandContext context, DaemonClient first, Pictures pictures, Duration pause)
      throws CommandException {
    try (WatchedDaemon daemon = new WatchedDaemon(context, first, pictures)) {
      return run(context, daemon, pause);
    }
  }

  private static int run(CommandContext context, WatchedDaemon daemon, Duration pause)
      throws CommandException {
    IntFunction<List<String>> picture = daemon.next(); // a refusal is printed without a screen
    try (FullScreen screen = FullScreen.open(context.output().isAscii(), () -> {})) {
      while (true) {
        IntFunction<List<String>> now = picture;
        screen.draw((columns, rows) -> fit(now.apply(columns), rows), Theme.LIGHT);
        Key key = screen.keys().next(pause).orElse(Key.Special.OTHER);
        if (key == Key.Special.INTERRUPT) {
          return ExitCode.INTERRUPTED;
        } else if (key == Key.Special.CLOSED || isQuit(key)) {
          return ExitCode.OK;
        }
        picture = daemon.next(); // the pause is over, or another key was pressed
      }
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.GENERAL, "the terminal cannot be used: " + e.getMessage(), e);
    }
  }

  private static boolean isQuit(Key key) {
    return key instanceof Key.Typed typed && (typed.is('q') || typed.is('Q'));
  }

  /* What does not fit is left out above the last line, which says how to leave. */
  private static List<Line> fit(List<String> lines, int rows) {
    int room = rows - 1;
    List<Line> fitting = new ArrayList<>();
    lines.stream().limit(room).map(Line::text).forEach(fitting::add);
    int left = lines.size() - fitting.size();
    fitting.add(Line.text(left > 0 ? left + " more lines; q: quit" : "q: quit"));
    return fitting;
  }
}
