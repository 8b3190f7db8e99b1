package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.api.Methods;
import dev.localport.api.ServiceStatus;
import dev.localport.api.ServicesReply;
import dev.localport.api.Settled;
import dev.localport.api.StartRequest;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.cli.render.Output;
import dev.localport.rpc.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A forward in the foreground: the service lives as long as this command, whose connection to the
 * daemon holds it. A daemon that dies is started again and the service is asked for again, with the
 * context and the ports that it had; one that was stopped in order takes the service along.
 */
final class Foreground {
  /** So many daemons may die one after the other, each within {@link #GOOD_LIFE}. */
  private static final int MOST_DEATHS = 3;

  private static final Duration GOOD_LIFE = Duration.ofMinutes(1);

  private final CommandContext context;
  private final Output output;
  private StartRequest request;
  private String names = "the forward";
  private boolean taken;
  private int deaths;

  Foreground(CommandContext context, StartRequest request) {
    this.context = context;
    this.output = context.output();
    this.request = request;
  }

  /** Returns the exit code if the service does not come up; ends else only with an exception. */
  int run() throws CommandException {
    int exitCode = ExitCode.OK;
    while (exitCode == ExitCode.OK) {
      Instant begun = now();
      ForwardWatcher watcher = new ForwardWatcher(output);
      try (DaemonClient daemon = context.startedDaemon(watcher)) {
        exitCode = hold(daemon, watcher);
        if (exitCode == ExitCode.OK) {
          afterwards(daemon, watcher, begun);
        }
      }
    }
    return exitCode;
  }

  private Instant now() {
    return context.surroundings().clock().instant();
  }

  private int hold(DaemonClient daemon, ForwardWatcher watcher) throws CommandException {
    JsonObject answer = daemon.call(Methods.START, request.toJson(), request.patience());
    List<ServiceStatus> services = ServicesReply.from(answer).services();
    int exitCode = ForwardAnswer.print(output, answer);
    if (exitCode != ExitCode.OK && !taken) {
      return exitCode;
    }
    if (!taken) {
      output.note("forwarding until Ctrl-C");
    }
    taken = true;
    names = services.stream().map(ServiceStatus::name).collect(Collectors.joining(", "));
    watcher.begin(services, daemon::close);
    awaitEnd(daemon);
    remember(services);
    return ExitCode.OK;
  }

  /* A daemon that is killed may end the connection as well as break it. */
  private void awaitEnd(DaemonClient daemon) throws CommandException {
    try {
      daemon.awaitNotifications();
    } catch (CommandException e) {
      if (!context.daemons().hasDied()) {
        throw e;
      }
      output.trace(e);
    }
  }

  /* An ad-hoc text describes one service. */
  private void remember(List<ServiceStatus> services) {
    if (services.size() == 1) {
      request = request.after(Settled.of(services.getFirst()));
    }
  }

  /** Decides what the end of the connection means; returns where it is to be taken up again. */
  private void afterwards(DaemonClient daemon, ForwardWatcher watcher, Instant begun)
      throws CommandException {
    if (watcher.isOver()) {
      throw new CommandException(ExitCode.SERVICE, names + " is not forwarded any more");
    } else if (!context.daemons().hasDied()) {
      throw new CommandException(
          ExitCode.GENERAL, "the daemon was stopped, and " + names + " with it");
    }
    deaths = now().isBefore(begun.plus(GOOD_LIFE)) ? deaths + 1 : 1;
    String died = "the daemon (pid " + daemon.pid() + ") died";
    if (deaths > MOST_DEATHS) {
      throw new CommandException(
          ExitCode.GENERAL,
          died + ", as others did before it; " + names + " is given up, see: localport logs");
    }
    output.note(died + "; it is started again for " + names + ", see: localport logs");
  }
}
