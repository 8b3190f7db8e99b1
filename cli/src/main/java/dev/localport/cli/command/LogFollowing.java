package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.api.Methods;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.cli.render.Output;
import dev.localport.rpc.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * {@code logs --follow}: through the end of a daemon too, whose log the next one goes on with. The
 * lines between both are read from the file.
 */
final class LogFollowing {
  /** More than a daemon writes while no command is connected to it. */
  private static final int BETWEEN = 1_000;

  private final CommandContext context;
  private final Output output;
  private final @Nullable String service;
  private final Succession succession;

  /**
   * Takes which log.
   *
   * @param service null: the daemon's
   */
  LogFollowing(CommandContext context, @Nullable String service) {
    this.context = context;
    this.output = context.output();
    this.service = service;
    this.succession = new Succession(context);
  }

  /**
   * Prints the last lines and those that follow, until their reader is gone.
   *
   * @throws CommandException if the daemon refuses, or is stopped
   */
  void run(int lines) throws CommandException {
    LogFollower follower = new LogFollower(output);
    Instant begun = succession.now();
    try (DaemonClient daemon = context.daemons().need(follower)) {
      follow(daemon, follower, lines);
    }
    while (!follower.isOver()) {
      tellNext(begun);
      begun = succession.now();
      try (DaemonClient daemon = context.startedDaemon(follower)) {
        follow(daemon, follower, BETWEEN);
      }
    }
  }

  private void follow(DaemonClient daemon, LogFollower follower, int lines)
      throws CommandException {
    follower.stopsBy(daemon::close);
    try {
      JsonObject params = JsonObject.builder().put("service", service).put("lines", lines).build();
      follower.begin(daemon.call(Methods.LOG_FOLLOW, params));
      daemon.awaitNotifications();
    } catch (CommandException e) {
      if (!daemon.isLost()) {
        throw e;
      }
      output.trace(e);
    }
  }

  private void tellNext(Instant begun) throws CommandException {
    switch (succession.after(begun, "its log")) {
      case STOPPED ->
          throw new CommandException(
              ExitCode.GENERAL, "the daemon was stopped; start it: localport daemon start");
      case RESTARTED -> output.note("the daemon was restarted; its log goes on");
      case CRASHED -> output.note("the daemon crashed and is restarted; its log goes on");
    }
  }
}
