package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.api.Methods;
import dev.localport.api.OperationStatus;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.cli.render.Output;
import dev.localport.rpc.JsonObject;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code localport operations cancel}: gives up one that is pending. */
public final class OperationsCancelCommand implements Callable<Integer> {
  private final PositionalParamSpec id =
      Specs.word("ID", "0", "1", "Number of the operation, from localport operations.");
  private final CommandContext context;

  /** Takes what every command is given. */
  public OperationsCancelCommand(CommandContext context) {
    this.context = context;
  }

  /** Returns the model. */
  public CommandSpec spec() {
    return Specs.command(
            this,
            "cancel",
            "Cancel a pending operation. Canceling a start stops the service.",
            "localport operations cancel 12")
        .addPositional(id);
  }

  @Override
  public Integer call() throws CommandException, UsageException {
    Output output = context.output();
    JsonObject params = JsonObject.builder().put("id", number()).build();
    try (DaemonClient daemon = context.daemon()) {
      JsonObject answer = daemon.call(Methods.OPERATION_CANCEL, params);
      if (output.isJson()) {
        output.result(answer);
      } else {
        OperationStatus canceled = OperationStatus.from(answer.object("operation"));
        output.result(
            "%s of %s canceled (operation %d)"
                .formatted(canceled.operation(), canceled.service(), canceled.id()));
      }
      return saved(output, answer.findText("not_saved"));
    }
  }

  private long number() throws UsageException {
    String text = String.valueOf(Specs.find(id));
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException _) {
      throw new UsageException(
          "invalid operation \"%s\"; see: localport operations".formatted(text));
    }
  }

  private static int saved(Output output, @Nullable String why) {
    if (why == null) {
      return ExitCode.OK;
    }
    output.error(SelectionArguments.notSaved(why));
    return ExitCode.GENERAL;
  }
}
