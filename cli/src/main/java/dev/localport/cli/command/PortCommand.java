package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.api.PortStatus;
import dev.localport.api.PortStatus.Address;
import dev.localport.api.ServiceStatus;
import dev.localport.api.StatusReply;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.cli.client.Pages;
import dev.localport.cli.render.Output;
import dev.localport.rpc.JsonObject;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code localport port}: the number of a service's local port and nothing else, for scripts. */
public final class PortCommand implements Callable<Integer> {
  private final PositionalParamSpec name = Specs.word("NAME", "0", "1", "The service.");
  private final PositionalParamSpec remote =
      Specs.word(
          "REMOTE",
          "1",
          "0..1",
          "The remote port, or the name of a port, of a service with several (default: the"
              + " first).");
  private final CommandContext context;

  /** Takes what every command is given. */
  public PortCommand(CommandContext context) {
    this.context = context;
  }

  /** Returns the model. */
  public CommandSpec spec() {
    return Specs.command(
            this,
            "port",
            "Print the local port of a service.",
            "localport port orders-db",
            "localport port echo http",
            "psql -h localhost -p $(localport port orders-db)")
        .addPositional(name)
        .addPositional(remote);
  }

  @Override
  public Integer call() throws CommandException {
    Output output = context.output();
    String wanted = String.valueOf(Specs.name(name));
    String which = Specs.name(remote);
    try (DaemonClient daemon = context.daemon()) {
      List<ServiceStatus> all = StatusReply.from(Pages.status(daemon)).services();
      ServiceFilter filter = new ServiceFilter(List.of(wanted), List.of());
      if (!filter.printUnknown(output, all)) {
        return ExitCode.SERVICE;
      }
      for (ServiceStatus service : all) {
        if (service.name().equals(wanted)) {
          print(output, service, port(service, which));
        }
      }
      return ExitCode.OK;
    }
  }

  private static PortStatus port(ServiceStatus service, @Nullable String which)
      throws CommandException {
    for (PortStatus port : service.ports()) {
      if (which == null || which.equals(port.remote()) || which.equals(port.name())) {
        return port;
      }
    }
    throw new CommandException(
        ExitCode.SERVICE,
        "%s has no remote port %s; it has %s"
            .formatted(
                service.name(),
                which,
                service.ports().stream()
                    .map(PortStatus::remote)
                    .collect(Collectors.joining(", "))));
  }

  private static void print(Output output, ServiceStatus service, PortStatus port)
      throws CommandException {
    if (port.local().isEmpty()) {
      throw new CommandException(ExitCode.SERVICE, PortVariables.noPort(service));
    }
    Address local = port.local().getFirst().reachable();
    if (output.isJson()) {
      output.result(
          JsonObject.builder()
              .put("name", service.name())
              .put("remote", port.remote())
              .put("address", local.address())
              .put("local_port", local.port())
              .build());
    } else {
      output.result(String.valueOf(local.port()));
    }
  }
}
