package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.api.Explanation;
import dev.localport.api.Methods;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.render.ExplanationText;
import dev.localport.rpc.JsonObject;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code localport explain}: why a service is as it is, and what the user can do. */
public final class ExplainCommand implements Callable<Integer> {
  private final CommandContext context;
  private final ServiceQuestion question;

  /** Takes what every command is given. */
  public ExplainCommand(CommandContext context) {
    this.context = context;
    this.question = new ServiceQuestion(context, Methods.EXPLAIN, "findings");
  }

  /** Returns the model. */
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            this,
            "explain",
            "Show why a service is in its state, and what to do.",
            "localport explain web",
            "localport explain web -o json");
    question.addTo(spec);
    return spec;
  }

  @Override
  public Integer call() throws CommandException {
    JsonObject _ = question.ask(answer -> text().lines(Explanation.from(answer)));
    return ExitCode.OK;
  }

  private ExplanationText text() {
    return new ExplanationText(
        context.output().columns(),
        context.surroundings().clock().instant(),
        ZoneId.systemDefault());
  }
}
