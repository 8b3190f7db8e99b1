package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.api.Failure;
import dev.localport.api.Methods;
import dev.localport.api.TestReply;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.cli.render.Output;
import dev.localport.cli.render.TestSteps;
import dev.localport.rpc.JsonObject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code localport test}: the way to a pod, step by step, each with its time. */
public final class TestCommand implements Callable<Integer> {
  private final PositionalParamSpec name = Specs.word("NAME", "0", "1", "The service.");
  private final CommandContext context;

  /** Takes what every command is given. */
  public TestCommand(CommandContext context) {
    this.context = context;
  }

  /** Returns the model. */
  public CommandSpec spec() {
    return Specs.command(
            this, "test", "Try the way to a service's pod, step by step.", "localport test web")
        .addPositional(name);
  }

  @Override
  public Integer call() throws CommandException {
    Output output = context.output();
    JsonObject params = JsonObject.builder().put("name", Specs.find(name)).build();
    try (DaemonClient daemon = context.daemon()) {
      JsonObject answer = daemon.call(Methods.TEST, params);
      TestReply reply = TestReply.from(answer);
      if (output.isJson()) {
        output.result(answer);
      } else {
        output.result(TestSteps.lines(reply));
      }
      Failure failure = reply.failure();
      return failure == null ? ExitCode.OK : failure.kind().exitCode();
    }
  }
}
