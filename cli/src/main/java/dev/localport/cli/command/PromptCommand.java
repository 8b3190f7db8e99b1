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
      Specs.text("CONTEXT", "Count only services in this kube context.", "--context");
  private final OptionSpec format =
      Specs.text(
          "TEXT",
          "Text to print, with {sign}, {up}, {wanted} and {trouble} (default: "
              + PromptSegment.USUAL
              + ").",
          "--format");
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
            "Print the number of services that are up, for a shell prompt.",
            "localport prompt",
            "localport prompt --context prod")
        .addOption(of)
        .addOption(format);
  }

  @Override
  public Integer call() {
    String segment =
        new PromptSegment(Specs.name(of), Specs.find(format))
            .read(context.surroundings().places(), context.surroundings().environment());
    if (!segment.isEmpty()) {
      context.output().document(segment);
    }
    return ExitCode.OK;
  }
}
