package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.api.Steering;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * {@code localport __complete -- WORDS…}: what the last of the words may become, one a line. {@code
 * --bash -- LINE} takes the line as bash has it, and prints what bash puts into it. For the scripts
 * of {@link CompletionCommand}: it never fails, starts no daemon and says nothing else.
 */
public final class CompleteCommand implements Callable<Integer> {
  private final PositionalParamSpec words =
      Specs.words("WORD", "0..*", "0..*", "The words so far, the last one as far as it is typed.");
  private final OptionSpec bash = Specs.flag("The line up to the cursor, for bash.", "--bash");
  private final CommandContext context;
  private @Nullable CommandSpec spec;

  /** Takes what every command is given. */
  public CompleteCommand(CommandContext context) {
    this.context = context;
  }

  /** Returns the model. */
  public CommandSpec spec() {
    CommandSpec made =
        Specs.command(this, "__complete", "Print completions.", "localport __complete -- sta")
            .addPositional(words)
            .addOption(bash);
    made.usageMessage().hidden(true);
    spec = made;
    return made;
  }

  @Override
  public Integer call() {
    List<String> typed = Specs.list(words);
    if (Specs.isSet(bash)) {
      BashLine line = BashLine.of(String.join(" ", typed));
      List<String> behindTheProgram = line.words().subList(1, line.words().size());
      context.output().result(offered(behindTheProgram).stream().map(line::replacement).toList());
    } else {
      context.output().result(offered(typed));
    }
    return ExitCode.OK;
  }

  /* A name with a line end in it cannot be typed, and would be two names to the script. */
  private List<String> offered(List<String> typed) {
    if (typed.isEmpty()) {
      return List.of();
    }
    CommandSpec root = Objects.requireNonNull(spec, "called through its model").root();
    return new CompletionValues(context)
        .of(Completion.of(root, typed)).stream()
            .filter(word -> word.chars().noneMatch(Steering::is))
            .toList();
  }
}
