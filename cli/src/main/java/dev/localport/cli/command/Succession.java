package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.cli.client.Found;
import java.time.Duration;
import java.time.Instant;

/**
 * What comes after a daemon that ended while a command used it. What the end means shows when the
 * next one is looked for, not by how the connection ended. Used by one thread.
 */
final class Succession {
  /** How many daemons may end in a row, each within {@link #GOOD_LIFE}. */
  private static final int MOST_ENDS = 5;

  private static final Duration GOOD_LIFE = Duration.ofMinutes(1);

  /** As long as {@code daemon restart} takes to end a daemon that hangs, and to start the next. */
  private static final Duration HAND_OVER = Duration.ofSeconds(45);

  private final CommandContext context;
  private int ends;

  /** What became of a daemon. */
  enum Next {
    /** Another one runs. */
    RESTARTED,
    /** It left its files behind: the next command that needs a daemon starts one. */
    CRASHED,
    /** A user stopped it. */
    STOPPED
  }

  Succession(CommandContext context) {
    this.context = context;
  }

  /** Returns the time that a use of a daemon begins at. */
  Instant now() {
    return context.surroundings().clock().instant();
  }

  /**
   * Waits until it is clear what comes.
   *
   * @param begun when the use of the one that ended began
   * @param what is given up if daemons end again and again
   */
  Next after(Instant begun, String what) throws CommandException {
    Found next = context.daemons().look(CommandContext.NO_NOTIFICATIONS, HAND_OVER);
    if (next.equals(new Found.None(false))) {
      return Next.STOPPED;
    }
    ends = now().isBefore(begun.plus(GOOD_LIFE)) ? ends + 1 : 1;
    if (ends > MOST_ENDS) {
      throw new CommandException(
          ExitCode.GENERAL,
          "the daemon ended %d times within minutes; giving up on %s, see: localport logs"
              .formatted(ends, what));
    }
    if (next instanceof Found.Running(DaemonClient daemon)) {
      daemon.close();
      return Next.RESTARTED;
    }
    return Next.CRASHED;
  }

  /**
   * Says that another daemon runs.
   *
   * @param goesOn what it goes on with, such as {@code its log goes on}
   * @throws CommandException if a user stopped the daemon
   */
  void report(Next next, String goesOn) throws CommandException {
    requireAnother(next);
    String end = next == Next.RESTARTED ? "was restarted" : "crashed and is restarted";
    context.output().note("the daemon %s; %s".formatted(end, goesOn));
  }

  /** Ends the command if a user stopped the daemon. */
  static void requireAnother(Next next) throws CommandException {
    if (next == Next.STOPPED) {
      throw new CommandException(
          ExitCode.GENERAL, "the daemon was stopped; start it: localport daemon start");
    }
  }
}
