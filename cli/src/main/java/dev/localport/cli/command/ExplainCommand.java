package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.api.Explanation;
import dev.localport.api.Methods;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.cli.render.ExplanationText;
import dev.localport.cli.render.Output;
import dev.localport.rpc.JsonObject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code localport explain}: why a service is as it is, and what the user can do. */
public final class ExplainCommand implements Callable<Integer> {
  private final PositionalParamSpec name = Specs.word("NAME", "0", "1", "The service.");
  private final CommandContext context;

  /** Takes what every command is given. */
  public ExplainCommand(CommandContext context) {
    this.context = context;
  }

  /** Returns the model. */
  public CommandSpec spec() {
    return Specs.command(
            this,
            "explain",
            "Say why a service is as it is, and what to do.",
            "localport explain web")
        .addPositional(name);
  }

  @Override
  public Integer call() throws CommandException {
    Output output = context.output();
    JsonObject params = JsonObject.builder().put("name", Specs.find(name)).build();
    try (DaemonClient daemon = context.daemon()) {
      JsonObject answer = daemon.call(Methods.EXPLAIN, params);
      if (output.isJson()) {
        output.result(answer);
      } else {
        output.result(ExplanationText.lines(Explanation.from(answer)));
      }
      return ExitCode.OK;
    }
  }
}
