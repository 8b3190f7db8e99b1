package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * {@code localport prompt}: a few characters for a shell prompt. What it prints is made by {@link
 * PromptSegment}, which the program asks without this where the arguments are plain.
 */
public final class PromptCommand implements Callable<Integer> {
  private final OptionSpec of =
      Specs.text("CONTEXT", "Count the services of this context only.", "--context");
  private final OptionSpec format =
      Specs.text("TEXT", "What to print, with {sign}, {up}, {wanted} and {trouble}.", "--format");
  private final CommandContext context;

  /** Takes what every command is given. */
  public PromptCommand(CommandContext context) {
    this.context = context;
  }

  /** Returns the model. */
  public CommandSpec spec() {
    return Specs.command(
            this,
            "prompt",
            "Print how many services are up, for a shell prompt.",
            "localport prompt --context prod")
        .addOption(of)
        .addOption(format);
  }

  @Override
  public Integer call() {
    String segment =
        new PromptSegment(Specs.find(of), Specs.find(format))
            .read(context.surroundings().places(), context.surroundings().environment());
    if (!segment.isEmpty()) {
      context.output().document(segment);
    }
    return ExitCode.OK;
  }
}
