package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.api.Methods;
import dev.localport.api.ServiceStatus;
import dev.localport.api.ServicesReply;
import dev.localport.api.Settled;
import dev.localport.api.StartRequest;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.cli.client.Pages;
import dev.localport.cli.render.Output;
import dev.localport.cli.render.ServiceWords;
import dev.localport.cli.render.TimedLines;
import dev.localport.rpc.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/**
 * A forward in the foreground: its services live as long as this command, whose connection to the
 * daemon holds them. When the daemon crashes or is restarted, they are asked for again, with the
 * contexts and the ports that they had; a daemon that is stopped takes them along.
 */
final class Foreground {
  private static final Duration SUMMARY_LIMIT = Duration.ofSeconds(1);

  private final CommandContext context;
  private final Output output;
  private final Succession succession;
  private final String target;
  private final ForwardEnding ending;
  private StartRequest request;
  private String names = "the forward";
  private boolean taken;

  /**
   * Forwards what is asked for.
   *
   * @param target what a person calls it until it has a name, such as {@code svc/web}
   */
  Foreground(CommandContext context, StartRequest request, String target, ForwardEnding ending) {
    this.context = context;
    this.output = context.output();
    this.succession = new Succession(context);
    this.request = request;
    this.target = target;
    this.ending = ending;
  }

  /** Returns the exit code if no service comes up; ends else only with an exception. */
  int run() throws CommandException {
    int exitCode = ExitCode.OK;
    while (exitCode == ExitCode.OK) {
      Instant begun = succession.now();
      ForwardWatcher watcher = new ForwardWatcher(output, lines());
      try (DaemonLine line = DaemonLine.begin(output, "connecting to " + target);
          DaemonClient daemon = context.startedDaemon(watcher, line)) {
        exitCode = hold(daemon, watcher, line, begun);
        if (exitCode == ExitCode.OK) {
          afterwards(daemon, watcher, begun);
        }
      }
    }
    return exitCode;
  }

  private int hold(DaemonClient daemon, ForwardWatcher watcher, DaemonLine line, Instant begun)
      throws CommandException {
    JsonObject answer;
    try {
      answer = Pages.start(daemon, request);
    } catch (CommandException e) {
      if (!taken) {
        throw e;
      }
      output.trace(e); // it ended in the midst of a restart: the next one is asked
      return ExitCode.OK;
    } finally {
      line.close();
    }
    ForwardAnswer forwards = new ForwardAnswer(output, answer, ending);
    List<ServiceStatus> services = forwards.services();
    int exitCode = forwards.print(begun, taken);
    if (exitCode != ExitCode.OK && !taken && !forwards.isAnyUp()) {
      return exitCode;
    }
    taken = true;
    names = ForwardList.called(services);
    watcher.begin(services, daemon::close);
    List<String> held = services.stream().map(ServiceStatus::name).toList();
    try (Interruption _ = new Interruption(() -> summarize(held))) {
      awaitEnd(daemon);
    }
    remember(services);
    return ExitCode.OK;
  }

  private TimedLines lines() {
    return new TimedLines(context.surroundings().clock(), ZoneId.systemDefault());
  }

  /* The services end with this process. A daemon that does not answer at once is not waited for. */
  private void summarize(List<String> services) {
    Thread asking = Thread.ofVirtual().start(() -> printTraffic(services));
    try {
      boolean _ = asking.join(SUMMARY_LIMIT);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // the program ends all the same
    }
  }

  private void printTraffic(List<String> services) {
    JsonObject params = JsonObject.builder().put("names", services).build();
    try (DaemonClient daemon = context.daemons().need(CommandContext.NO_NOTIFICATIONS)) {
      JsonObject answer = daemon.call(Methods.LIST, params);
      String behindTheEcho = output.isTerminal() ? "  " : ""; // of Ctrl-C
      for (String line : traffic(ServicesReply.from(answer).services())) {
        output.note(behindTheEcho + line);
      }
    } catch (CommandException e) {
      output.trace(e);
    }
  }

  /* Of several, those that were used. */
  private static List<String> traffic(List<ServiceStatus> services) {
    if (services.size() == 1) {
      return List.of(ServiceWords.traffic(services.getFirst()));
    }
    List<String> used =
        services.stream()
            .filter(service -> service.traffic().total() > 0)
            .map(service -> service.name() + ": " + ServiceWords.traffic(service))
            .toList();
    return used.isEmpty() ? List.of("no connections") : used;
  }

  /* What the end of the connection means shows when a daemon is looked for, not by how it came. */
  private void awaitEnd(DaemonClient daemon) {
    try {
      daemon.awaitNotifications();
    } catch (CommandException e) {
      output.trace(e);
    }
  }

  /* The next daemon is asked for the contexts and ports that this one settled on. */
  private void remember(List<ServiceStatus> services) {
    request = request.after(services.stream().map(Settled::of).toList());
  }

  /** Decides what the end of the connection means; returns where it is to be taken up again. */
  private void afterwards(DaemonClient daemon, ForwardWatcher watcher, Instant begun)
      throws CommandException {
    if (watcher.isOver()) {
      throw new CommandException(ExitCode.SERVICE, names + " is no longer forwarded");
    }
    switch (succession.after(begun, names)) {
      case STOPPED ->
          throw new CommandException(
              ExitCode.GENERAL, "the daemon was stopped, and %s with it".formatted(names));
      case RESTARTED ->
          output.note("the daemon was restarted; forwarding %s again".formatted(names));
      case CRASHED ->
          output.note(
              "the daemon (pid %d) crashed; restarting it for %s, see: localport logs"
                  .formatted(daemon.pid(), names));
    }
  }
}
