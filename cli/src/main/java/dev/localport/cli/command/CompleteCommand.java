package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * {@code localport __complete -- WORDS…}: what the last of the words may become, one a line. For
 * the scripts of {@link CompletionCommand}: it never fails, starts no daemon and says nothing else.
 */
public final class CompleteCommand implements Callable<Integer> {
  private final PositionalParamSpec words =
      Specs.words("WORD", "0..*", "0..*", "The words so far, the last one as far as it is typed.");
  private final CommandContext context;
  private @Nullable CommandSpec spec;

  /** Takes what every command is given. */
  public CompleteCommand(CommandContext context) {
    this.context = context;
  }

  /** Returns the model. */
  public CommandSpec spec() {
    CommandSpec made =
        Specs.command(this, "__complete", "Say what may come next.", "localport __complete -- sta")
            .addPositional(words);
    made.usageMessage().hidden(true);
    spec = made;
    return made;
  }

  @Override
  public Integer call() {
    List<String> typed = Specs.list(words);
    if (!typed.isEmpty()) {
      CommandSpec root = Objects.requireNonNull(spec, "called through its model").root();
      Completion completion = Completion.of(root, typed);
      context.output().result(new CompletionValues(context).of(completion));
    }
    return ExitCode.OK;
  }
}
