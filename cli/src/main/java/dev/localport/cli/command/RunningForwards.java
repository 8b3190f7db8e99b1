package dev.localport.cli.command;

import dev.localport.api.PortStatus;
import dev.localport.api.ServiceStatus;
import dev.localport.api.StatusReply;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.cli.client.Pages;
import java.util.List;
import java.util.Optional;

/**
 * What earlier commands like this one forward already. The same command again means the same
 * services, and so the same local ports, although these are taken now: by LocalPort.
 */
record RunningForwards(List<ServiceStatus> services) {
  /** Asks the daemon for the services of command lines with these tags in a place. */
  static RunningForwards of(DaemonClient daemon, AdHocService.Place place, List<String> tags)
      throws CommandException {
    return new RunningForwards(
        StatusReply.from(Pages.status(daemon)).services().stream()
            .filter(service -> service.configFile() == null && service.tags().equals(tags))
            .filter(service -> isIn(service, place))
            .toList());
  }

  private static boolean isIn(ServiceStatus service, AdHocService.Place place) {
    return (place.context() == null || place.context().equals(service.context()))
        && (place.namespace() == null || place.namespace().equals(service.namespace()));
  }

  /** Returns the local ports of the service that leads to these ports of a target, in order. */
  Optional<List<Integer>> find(ForwardTarget target, List<String> remotes) {
    String wanted = target.kind() + "/" + target.name();
    return services.stream()
        .filter(service -> service.target().equals(wanted))
        .filter(
            service -> remotes.equals(service.ports().stream().map(PortStatus::remote).toList()))
        .filter(service -> service.ports().stream().noneMatch(port -> port.local().isEmpty()))
        .map(service ->
            service.ports().stream().map(port -> port.local().getFirst().port()).toList())
        .findFirst();
  }
}
