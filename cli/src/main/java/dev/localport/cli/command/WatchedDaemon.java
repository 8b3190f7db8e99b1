package dev.localport.cli.command;

import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.cli.client.Daemons;
import dev.localport.cli.client.Found;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The daemon behind {@code --watch}, and the next one where it ends: one that was restarted is
 * asked as soon as it answers, one that crashed is started again. Until then the last picture
 * stays, and says why. Used by one thread.
 */
final class WatchedDaemon implements AutoCloseable {
  static final String WAITING =
      "the daemon is not running; waiting for it, start it: localport daemon start";
  static final String RESTARTED = "the daemon was restarted";
  static final String CRASHED = "the daemon crashed and was restarted; see: localport logs";

  private final CommandContext context;
  private final Watching.Pictures pictures;
  private DaemonClient daemon;
  private IntFunction<List<String>> last = _ -> List.of();
  private String news = "";
  private boolean mayBeEnding; // one that is about to end refuses everything, once

  WatchedDaemon(CommandContext context, DaemonClient first, Watching.Pictures pictures) {
    this.context = context;
    this.daemon = first;
    this.pictures = pictures;
  }

  /**
   * Returns the lines of now by the number of columns, behind what became of the daemon.
   *
   * @throws CommandException if the daemon refuses, or cannot be started again
   */
  IntFunction<List<String>> next() throws CommandException {
    if (!daemon.isLost() || isFoundAgain()) {
      ask();
    }
    return withNews(last, news);
  }

  private void ask() throws CommandException {
    try {
      last = pictures.next(daemon);
      mayBeEnding = true;
      news = news.equals(WAITING) ? "" : news;
    } catch (CommandException e) {
      if (!daemon.isLost() && !mayBeEnding) {
        throw e;
      }
      mayBeEnding = false;
      news = WAITING;
    }
  }

  private boolean isFoundAgain() throws CommandException {
    Found found = context.daemons().look(CommandContext.NO_NOTIFICATIONS, Duration.ZERO);
    if (found instanceof Found.Running(DaemonClient next)) {
      daemon = next;
      news = RESTARTED;
      var _ = Daemons.usable(found);
      return true;
    } else if (found.equals(new Found.None(true))) {
      daemon = context.startedDaemon(CommandContext.NO_NOTIFICATIONS, DaemonNews.NONE);
      news = CRASHED;
      return true;
    }
    return false; // stopped, or about to start
  }

  private static IntFunction<List<String>> withNews(
      IntFunction<List<String>> picture, String news) {
    if (news.isEmpty()) {
      return picture;
    }
    return columns -> {
      List<String> lines = new ArrayList<>(List.of(news, ""));
      lines.addAll(picture.apply(columns));
      return lines;
    };
  }

  @Override
  public void close() {
    daemon.close();
  }
}
