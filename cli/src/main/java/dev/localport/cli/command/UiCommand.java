package dev.localport.cli.command;

import dev.localport.cli.client.CommandException;
import dev.localport.cli.render.Output;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code localport ui}: the interactive screen. */
public final class UiCommand implements Callable<Integer> {
  private final PositionalParamSpec names =
      Specs.words("NAME", "0..*", "0..*", "Services by name (default: all).");
  private final OptionSpec tags =
      Specs.texts("TAG", "Services with this tag. Can be repeated.", "-t", "--tag");
  private final OptionSpec health = Specs.flag("Show health checks and heartbeats.", "--health");
  private final CommandContext context;

  /** Takes what every command is given. */
  public UiCommand(CommandContext context) {
    this.context = context;
  }

  /** Returns the model. */
  public CommandSpec spec() {
    return Specs.command(
            this,
            "ui",
            "Show services on an interactive screen.",
            "localport ui",
            "localport ui --tag data")
        .addPositional(names)
        .addOption(tags)
        .addOption(health);
  }

  @Override
  public Integer call() throws CommandException, UsageException {
    Output output = context.output();
    if (!InteractiveScreen.isPossible(context, output) || output.isJson()) {
      throw new UsageException("ui needs a terminal; for scripts: localport status -o json");
    }
    return new InteractiveScreen(
            context, new ServiceFilter(Specs.names(names), Specs.names(tags)), Specs.isSet(health))
        .run(output);
  }
}
