package dev.localport.cli.demo;

import dev.localport.api.Caller;
import dev.localport.api.ExitCode;
import dev.localport.api.Methods;
import dev.localport.api.Selection;
import dev.localport.api.ServiceStatus;
import dev.localport.api.ServicesReply;
import dev.localport.api.StartRequest;
import dev.localport.api.StatusReply;
import dev.localport.cli.client.CliEnvironment;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.cli.client.DaemonEnd;
import dev.localport.cli.client.DaemonLauncher;
import dev.localport.cli.client.DaemonProcess;
import dev.localport.cli.client.Daemons;
import dev.localport.cli.client.Pages;
import dev.localport.cli.render.ServiceWords;
import dev.localport.paths.DaemonFile;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A daemon whose home is the demo's folder, with what runs in it. Each call finds it again: a user
 * of the demo may kill it, and their next command starts it again.
 */
final class DemoDaemon implements AutoCloseable {
  private static final RpcClient.Listener NO_NOTIFICATIONS = (_, _) -> {};
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final CliEnvironment surroundings;
  private final EndSignal signal;
  private final Daemons daemons;

  /**
   * Prepares one; nothing runs yet.
   *
   * @param surroundings with the demo's folder as LOCALPORT_HOME
   */
  DemoDaemon(CliEnvironment surroundings, EndSignal signal) {
    this.surroundings = surroundings;
    this.signal = signal;
    this.daemons = new Daemons(surroundings);
  }

  /** Starts the daemon and all services of the file, and returns them when they are connected. */
  List<ServiceStatus> start(Path config, Path kubeconfig) throws CommandException {
    StartRequest request =
        StartRequest.of(
                new Selection(List.of(), List.of(), false, null), new Caller(kubeconfig.toString()))
            .loading(config.toString())
            .waiting(LIMIT);
    signal.check();
    try (DaemonClient daemon =
        new DaemonLauncher(surroundings, daemons).findOrStart(NO_NOTIFICATIONS)) {
      signal.whenAsked(daemon::close); // ends the wait for the answer
      ServicesReply reply = ServicesReply.from(Pages.start(daemon, request));
      for (ServiceStatus service : reply.services()) {
        if (!service.isUp()) {
          throw new CommandException(ExitCode.GENERAL, ServiceWords.trouble(service));
        }
      }
      return reply.services();
    }
  }

  /**
   * Waits until the service is as wanted, and returns it. It polls: only the owner of a service
   * gets its changes, and the demo's services have none.
   *
   * @param expected completes "web is not ..."
   */
  ServiceStatus await(String name, String expected, Predicate<ServiceStatus> wanted)
      throws CommandException, InterruptedException {
    Instant end = surroundings.clock().instant().plus(LIMIT);
    while (true) {
      ServiceStatus service = service(name);
      if (wanted.test(service)) {
        return service;
      } else if (surroundings.clock().instant().isAfter(end)) {
        throw new CommandException(
            ExitCode.GENERAL,
            "%s is not %s within %d s; it is %s, pods %s"
                .formatted(
                    name,
                    expected,
                    LIMIT.toSeconds(),
                    ServiceWords.trouble(service),
                    service.pods()));
      }
      signal.pause(PAUSE);
    }
  }

  private ServiceStatus service(String name) throws CommandException {
    try (DaemonClient daemon = daemons.need(NO_NOTIFICATIONS)) {
      JsonObject answer = daemon.call(Methods.STATUS, JsonObject.empty());
      return StatusReply.from(answer).services().stream()
          .filter(service -> service.name().equals(name))
          .findFirst()
          .orElseThrow(
              () -> new CommandException(ExitCode.GENERAL, "the daemon lost the service " + name));
    }
  }

  /** Stops the daemon, by force if it does not end on request. */
  @Override
  public void close() {
    Optional<DaemonFile> file = DaemonFile.find(surroundings.places().daemonFile());
    try {
      DaemonEnd.Outcome _ = new DaemonEnd(daemons).end();
    } catch (CommandException _) {
      file.flatMap(named -> ProcessHandle.of(named.pid())).ifPresent(DemoDaemon::kill);
    }
    // one that never answered has written no file, and is known as our child alone
    ProcessHandle.current().children().filter(DemoDaemon::isDaemon).forEach(DemoDaemon::kill);
  }

  private static boolean isDaemon(ProcessHandle process) {
    return List.of(process.info().arguments().orElse(new String[0])).contains(DaemonProcess.MAIN);
  }

  private static void kill(ProcessHandle process) {
    if (process.destroyForcibly()) {
      ProcessHandle _ = process.onExit().join(); // nothing survives a kill for long
    }
  }
}
