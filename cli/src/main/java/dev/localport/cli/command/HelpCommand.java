package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code localport help COMMAND}: the same as {@code localport COMMAND --help}. */
public final class HelpCommand implements Callable<Integer> {
  private final PositionalParamSpec words =
      Specs.words("COMMAND", "0..*", "0..*", "The command; none: all of them.");
  private final CommandContext context;
  private @Nullable CommandSpec spec;

  /** Takes what every command is given. */
  public HelpCommand(CommandContext context) {
    this.context = context;
  }

  /** Returns the model. */
  public CommandSpec spec() {
    CommandSpec made =
        Specs.command(this, "help", "Show help on a command.", "localport help daemon start")
            .addPositional(words);
    spec = made;
    return made;
  }

  @Override
  public Integer call() {
    CommandLine shown = commandLine(spec).getParent();
    for (String word : Specs.list(words)) {
      CommandLine below = shown.getSubcommands().get(word);
      if (below == null) {
        throw new UnmatchedArgumentException(shown, List.of(word));
      }
      shown = below;
    }
    context.output().document(text(shown));
    return ExitCode.OK;
  }

  static CommandLine commandLine(@Nullable CommandSpec spec) {
    return Objects.requireNonNull(spec, "a command is called through its model").commandLine();
  }

  /** Returns the help of a command, without a line end behind it. */
  static String text(CommandLine command) {
    return command.getUsageMessage().stripTrailing();
  }
}
