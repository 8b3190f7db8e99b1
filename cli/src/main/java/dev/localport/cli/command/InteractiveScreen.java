package dev.localport.cli.command;

import dev.localport.api.Caller;
import dev.localport.api.ExitCode;
import dev.localport.api.ServiceStatus;
import dev.localport.api.StatusReply;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.cli.client.Daemons;
import dev.localport.cli.client.Found;
import dev.localport.cli.client.Pages;
import dev.localport.cli.render.Output;
import dev.localport.cli.ui.Theme;
import dev.localport.cli.ui.UiSession;
import dev.localport.rpc.RpcClient;
import java.time.ZoneId;
import java.util.Optional;

/**
 * The screen that {@code ui} and {@code status --watch} open.
 *
 * @param filter which services it is about
 * @param health whether checks and heartbeats are shown, too
 */
record InteractiveScreen(CommandContext context, ServiceFilter filter, boolean health) {
  /** Tells whether the terminal can show it. */
  static boolean isPossible(CommandContext context, Output output) {
    String terminal = context.surroundings().environment().getOrDefault("TERM", "");
    return output.isTerminal() && !terminal.equals("dumb");
  }

  /**
   * Shows it until the user has seen enough, and returns the exit code.
   *
   * @throws CommandException if the terminal cannot be used
   */
  int run(Output output) throws CommandException {
    if (!areKnown(output)) {
      return ExitCode.SERVICE;
    }
    Caller caller = new UserFile(context.surroundings(), context.options().config()).caller();
    UiSession session =
        new UiSession(
            this::isWanted,
            health,
            theme(output),
            context.surroundings().clock(),
            ZoneId.systemDefault());
    return session.run(this::findDaemon, caller, output.isAscii());
  }

  private Theme theme(Output output) {
    String wanted = context.surroundings().environment().getOrDefault("LOCALPORT_THEME", "");
    return !output.colours()
        ? Theme.PLAIN
        : wanted.equalsIgnoreCase("light") ? Theme.LIGHT : Theme.DARK;
  }

  /* A screen that stays empty would not say that a name was mistyped. */
  private boolean areKnown(Output output) throws CommandException {
    if (filter.names().isEmpty()) {
      return true;
    }
    Optional<DaemonClient> found = findDaemon(CommandContext.NO_NOTIFICATIONS, true);
    if (found.isEmpty()) {
      return true; // the screen waits for a daemon, and shows what it has
    }
    try (DaemonClient daemon = found.get()) {
      return filter.printUnknown(output, StatusReply.from(Pages.status(daemon)).services());
    }
  }

  private boolean isWanted(ServiceStatus service) {
    return filter.isAll()
        || filter.names().contains(service.name())
        || service.tags().stream().anyMatch(filter.tags()::contains);
  }

  private Optional<DaemonClient> findDaemon(RpcClient.Listener listener, boolean mayStart)
      throws CommandException {
    Found found = context.daemons().look(listener);
    Optional<DaemonClient> running = Daemons.usable(found);
    return running.isEmpty() && mayStart && found.equals(new Found.None(true))
        ? Optional.of(context.startedDaemon(listener, DaemonNews.NONE))
        : running;
  }
}
