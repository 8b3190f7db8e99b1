package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.api.Failure;
import dev.localport.api.Methods;
import dev.localport.api.TestReply;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.render.TestSteps;
import dev.localport.rpc.JsonObject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code localport test}: the way to a pod, step by step, each with its time. */
public final class TestCommand implements Callable<Integer> {
  private final CommandContext context;
  private final ServiceQuestion question;

  /** Takes what every command is given. */
  public TestCommand(CommandContext context) {
    this.context = context;
    this.question = new ServiceQuestion(context, Methods.TEST, "steps");
  }

  /** Returns the model. */
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            this,
            "test",
            "Test the connection to a service's pod, step by step.",
            "localport test web",
            "localport test web -o json");
    question.addTo(spec);
    return spec;
  }

  @Override
  public Integer call() throws CommandException {
    JsonObject answer =
        question.ask(
            reply -> new TestSteps(context.output().columns()).lines(TestReply.from(reply)));
    Failure failure = TestReply.from(answer).failure();
    return failure == null ? ExitCode.OK : failure.kind().exitCode();
  }
}
