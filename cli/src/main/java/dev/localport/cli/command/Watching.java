package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.cli.render.Output;
import dev.localport.cli.render.OutputFormat;
import dev.localport.cli.render.WatchScreen;
import java.io.IOException;
import java.time.Duration;
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
    try (WatchScreen screen = WatchScreen.open(context.console())) {
      while (true) {
        screen.draw(picture);
        switch (screen.await(pause)) {
          case QUIT -> {
            return ExitCode.OK;
          }
          case INTERRUPT -> {
            return ExitCode.INTERRUPTED;
          }
          case NONE -> picture = daemon.next();
        }
      }
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.GENERAL, "the terminal cannot be used: " + e.getMessage(), e);
    }
  }
}
