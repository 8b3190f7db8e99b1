package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.api.ServiceStatus;
import dev.localport.api.StatusReply;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.cli.client.Pages;
import dev.localport.cli.render.Output;
import dev.localport.rpc.JsonObject;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code localport env}: where the services listen, and what their files make of that. */
public final class EnvCommand implements Callable<Integer> {
  private final PositionalParamSpec names =
      Specs.words("NAME", "0..*", "0..*", "Services by name (default: all that listen).");
  private final OptionSpec format =
      Specs.text(
          "FORMAT",
          "shell: exports to evaluate; dotenv: an .env file; json: one flat object (default:"
              + " shell).",
          "--format");
  private final CommandContext context;

  /** Takes what every command is given. */
  public EnvCommand(CommandContext context) {
    this.context = context;
  }

  /** Returns the model. */
  public CommandSpec spec() {
    return Specs.command(
            this,
            "env",
            "Print each service's host, port and variables.",
            "eval \"$(localport env)\"",
            "localport env orders-db",
            "localport env --format dotenv > .env")
        .addPositional(names)
        .addOption(format);
  }

  @Override
  public Integer call() throws CommandException, UsageException {
    Output output = context.output();
    String chosen = Specs.name(format);
    VariableFormat form = VariableFormat.of(chosen);
    ServiceFilter filter = new ServiceFilter(Specs.names(names), List.of());
    try (DaemonClient daemon = context.daemon()) {
      JsonObject all = Pages.status(daemon);
      List<ServiceStatus> services = StatusReply.from(filter.apply(all)).services();
      PortVariables variables = PortVariables.ask(daemon, services);
      if (output.isJson() && chosen == null) {
        JsonObject object = VariableFormat.object(variables.values());
        output.result(JsonObject.builder().put("variables", object).build());
      } else {
        form.print(output, variables.values());
      }
      variables.taken().forEach(output::error);
      boolean known = filter.printUnknown(output, StatusReply.from(all).services());
      return silent(output, services, filter) || !known ? ExitCode.SERVICE : ExitCode.OK;
    }
  }

  /* A service that was named and does not listen is a failure; one that was not is no news. */
  private static boolean silent(Output output, List<ServiceStatus> services, ServiceFilter filter) {
    boolean failed = false;
    for (ServiceStatus service : services) {
      if (!PortVariables.listens(service)) {
        String line = PortVariables.noPort(service);
        boolean named = filter.names().contains(service.name());
        if (named) {
          output.error(line);
        } else {
          output.note(line);
        }
        failed |= named;
      }
    }
    return failed;
  }
}
