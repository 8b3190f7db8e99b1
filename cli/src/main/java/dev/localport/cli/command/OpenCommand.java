package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.api.ServiceStatus;
import dev.localport.api.StatusReply;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.cli.client.Pages;
import dev.localport.cli.render.Output;
import dev.localport.cli.render.ServiceWords;
import dev.localport.rpc.JsonObject;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code localport open}: a service in the browser. */
public final class OpenCommand implements Callable<Integer> {
  private final PositionalParamSpec name = Specs.word("NAME", "0", "1", "The service.");
  private final OptionSpec print = Specs.flag("Print the address and open nothing.", "--print");
  private final CommandContext context;

  /** Takes what every command is given. */
  public OpenCommand(CommandContext context) {
    this.context = context;
  }

  /** Returns the model. */
  public CommandSpec spec() {
    return Specs.command(
            this,
            "open",
            "Open a service in the browser.",
            "localport open shop",
            "localport open shop --print",
            "curl \"$(localport open shop --print)\"")
        .addPositional(name)
        .addOption(print);
  }

  @Override
  public Integer call() throws CommandException {
    Output output = context.output();
    String wanted = String.valueOf(Specs.name(name));
    List<ServiceStatus> all;
    try (DaemonClient daemon = context.daemon()) {
      all = StatusReply.from(Pages.status(daemon)).services();
    }
    if (!new ServiceFilter(List.of(wanted), List.of()).printUnknown(output, all)) {
      return ExitCode.SERVICE;
    }
    for (ServiceStatus service : all) {
      if (service.name().equals(wanted)) {
        open(output, service, address(service));
      }
    }
    return ExitCode.OK;
  }

  private static String address(ServiceStatus service) throws CommandException {
    if (!PortVariables.listens(service)) {
      throw new CommandException(ExitCode.SERVICE, PortVariables.noPort(service));
    } else if (!service.isUp()) {
      throw new CommandException(
          ExitCode.SERVICE,
          "%s is %s; see: localport explain %s"
              .formatted(service.name(), ServiceWords.state(service), service.name()));
    }
    String address = WebAddress.find(service);
    if (address == null) {
      throw new CommandException(
          ExitCode.GENERAL,
          "%s does not look like a web page: it has %s; if it is one, give it a health_check of type http"
              .formatted(service.name(), WebAddress.ports(service)));
    }
    return address;
  }

  private void open(Output output, ServiceStatus service, String address) throws CommandException {
    Browser browser = Specs.isSet(print) ? null : Browser.find(context.surroundings());
    if (output.isJson()) {
      output.result(JsonObject.builder().put("name", service.name()).put("url", address).build());
    } else if (browser == null) {
      output.result(address);
    } else {
      output.note("Opening " + address);
    }
    if (browser != null) {
      browser.open(address);
    } else if (!Specs.isSet(print)) {
      output.note(Browser.missing(context.surroundings()));
    }
  }
}
