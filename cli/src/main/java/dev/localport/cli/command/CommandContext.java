package dev.localport.cli.command;

import dev.localport.cli.client.CliEnvironment;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.cli.client.DaemonEnd;
import dev.localport.cli.client.DaemonLauncher;
import dev.localport.cli.client.Daemons;
import dev.localport.cli.client.Found;
import dev.localport.cli.client.ManagedDaemon;
import dev.localport.cli.client.ServicesBefore;
import dev.localport.cli.render.Console;
import dev.localport.cli.render.Output;
import dev.localport.rpc.RpcClient;
import java.util.Optional;

/**
 * What every command is given.
 *
 * @param options the global ones, read before the command is called
 * @param surroundings what it takes from the world
 * @param console where it prints
 */
public record CommandContext(GlobalOptions options, CliEnvironment surroundings, Console console) {
  static final RpcClient.Listener NO_NOTIFICATIONS = (_, _) -> {};

  /** Returns what prints as the global options say. */
  public Output output() {
    return options.output(console);
  }

  /** As the other method, for a command that can print names ({@code -o name}), and for errors. */
  public Output outputWithNames() {
    return options.outputWithNames(console);
  }

  Daemons daemons() {
    return new Daemons(surroundings);
  }

  /**
   * Connects to the daemon; ends the command if none runs. One that crashed is started again: what
   * ran before runs again with the next command, whichever that is.
   */
  DaemonClient daemon() throws CommandException {
    return daemon(NO_NOTIFICATIONS);
  }

  /** As the other one, for a listener to what the daemon sends without being asked. */
  DaemonClient daemon(RpcClient.Listener listener) throws CommandException {
    try (DaemonLine line = DaemonLine.begin(outputWithNames())) {
      return daemon(listener, line);
    }
  }

  /**
   * As the other one.
   *
   * @param news prints what happens meanwhile
   */
  DaemonClient daemon(RpcClient.Listener listener, DaemonNews news) throws CommandException {
    Found found = daemons().look(listener);
    Optional<DaemonClient> running = Daemons.usable(found);
    if (running.isPresent()) {
      return running.get();
    } else if (!found.equals(new Found.None(true))) {
      throw new ServicesBefore(surroundings.places().stateFile()).notRunning();
    }
    DaemonClient daemon = startedDaemon(listener, news);
    news.note("the daemon had crashed and was restarted; see: localport logs");
    return daemon;
  }

  /** Connects to the daemon, which is started if none runs. */
  DaemonClient startedDaemon() throws CommandException {
    return startedDaemon(NO_NOTIFICATIONS);
  }

  /**
   * Connects to the daemon, which is started if none runs.
   *
   * @param listener is told what the daemon sends without being asked
   */
  DaemonClient startedDaemon(RpcClient.Listener listener) throws CommandException {
    try (DaemonLine line = DaemonLine.begin(outputWithNames())) {
      return startedDaemon(listener, line);
    }
  }

  /**
   * As the other one.
   *
   * @param news prints what happens meanwhile
   */
  DaemonClient startedDaemon(RpcClient.Listener listener, DaemonNews news) throws CommandException {
    DaemonClient daemon = launcher().findOrStart(listener, news::daemonStarts);
    news.daemonRuns();
    outputWithNames().detail("daemon: pid " + daemon.pid() + ", version " + daemon.version());
    return daemon;
  }

  /** Connects to a daemon that has taken the place of the one that runs, if one does. */
  DaemonClient restartedDaemon() throws CommandException {
    try (DaemonLine line = DaemonLine.begin(output(), "restarting the daemon")) {
      if (daemons().look(NO_NOTIFICATIONS) instanceof Found.Running(DaemonClient old)) {
        try (old) {
          return replaced(old.pid(), line);
        }
      }
      DaemonEnd.Outcome _ = new DaemonEnd(daemons()).end();
      return startedDaemon(NO_NOTIFICATIONS, line);
    }
  }

  private DaemonClient replaced(long old, DaemonNews news) throws CommandException {
    try {
      return launcher().replace(old, NO_NOTIFICATIONS);
    } catch (CommandException e) {
      if (!new DaemonEnd(daemons()).endHung(old)) {
        throw e;
      }
      news.note("the old daemon (pid %d) did not end and was ended by a signal".formatted(old));
      return startedDaemon(NO_NOTIFICATIONS, news);
    }
  }

  ManagedDaemon managedDaemon() {
    return new ManagedDaemon(surroundings);
  }

  DaemonLauncher launcher() {
    return new DaemonLauncher(surroundings, daemons());
  }
}
