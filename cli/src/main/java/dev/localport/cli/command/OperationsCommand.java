package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.api.Methods;
import dev.localport.api.OperationStatus;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.cli.render.OperationTable;
import dev.localport.cli.render.Output;
import dev.localport.rpc.JsonObject;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code localport operations}, {@code localport operations list}: what waits for clusters. */
public final class OperationsCommand implements Callable<Integer> {
  private final CommandContext context;

  /** Takes what every command is given. */
  public OperationsCommand(CommandContext context) {
    this.context = context;
  }

  /** Returns the model of {@code operations}, which lists them, and has others below it. */
  public static CommandSpec group(CommandContext context) {
    CommandSpec spec =
        Specs.command(
            new OperationsCommand(context),
            "operations",
            "Show or cancel operations that wait for an offline cluster.",
            "localport operations");
    spec.usageMessage().synopsisSubcommandLabel("[COMMAND]");
    return spec;
  }

  /** Returns the model of {@code operations list}. */
  public CommandSpec spec() {
    return Specs.command(
        this,
        "list",
        "List pending and recently ended operations (the default).",
        "localport operations list",
        "localport operations list -o wide");
  }

  @Override
  public Integer call() throws CommandException {
    Output output = context.output();
    try (DaemonClient daemon = context.daemon()) {
      JsonObject answer = daemon.call(Methods.OPERATION_LIST, JsonObject.empty());
      if (output.isJson()) {
        output.result(answer);
      } else {
        print(output, answer);
      }
    }
    return ExitCode.OK;
  }

  private void print(Output output, JsonObject answer) {
    List<OperationStatus> operations =
        answer.objects("operations").stream().map(OperationStatus::from).toList();
    if (operations.isEmpty()) {
      output.note("no operation is pending, and none has ended since the daemon started");
    } else {
      output.painted(
          OperationTable.lines(output, operations, context.surroundings().clock().instant()));
    }
  }
}
