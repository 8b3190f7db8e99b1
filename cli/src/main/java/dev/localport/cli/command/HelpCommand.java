package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.config.form.Suggestion;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * {@code localport help COMMAND}: the same as {@code localport COMMAND --help}; with a topic, its
 * text. {@code config} is both, and prints both.
 */
public final class HelpCommand implements Callable<Integer> {
  private final PositionalParamSpec words =
      Specs.words(
          "COMMAND",
          "0..*",
          "0..*",
          "The command, or a topic: config, environment, exit-codes, import, options or states"
              + " (default: list all commands).");
  private final CommandContext context;
  private @Nullable CommandSpec spec;

  /** Takes what every command is given. */
  public HelpCommand(CommandContext context) {
    this.context = context;
  }

  /** Returns the model. */
  public CommandSpec spec() {
    CommandSpec made =
        Specs.command(
                this,
                "help",
                "Show help on a command or a topic.",
                "localport help start",
                "localport help cluster events",
                "localport help exit-codes")
            .addPositional(words);
    spec = made;
    return made;
  }

  @Override
  public Integer call() {
    CommandLine root = commandLine(spec).getParent();
    List<String> asked = Specs.list(words);
    String topic =
        asked.size() == 1 ? HelpTopic.find(asked.getFirst(), root.getCommandSpec()) : null;
    if (topic == null) {
      context.output().document(text(below(root, asked)));
    } else if (root.getSubcommands().containsKey(asked.getFirst())) {
      context.output().document(text(below(root, asked)) + "\n\n" + topic);
    } else {
      context.output().document(topic);
    }
    return ExitCode.OK;
  }

  private static CommandLine below(CommandLine root, List<String> words) {
    CommandLine shown = root;
    for (String word : words) {
      CommandLine below = shown.getSubcommands().get(word);
      if (below == null) {
        throw unknown(shown, word);
      }
      shown = below;
    }
    return shown;
  }

  private static ParameterException unknown(CommandLine shown, String word) {
    Set<String> words = new TreeSet<>(Completion.visible(shown.getCommandSpec()));
    words.addAll(HelpTopic.names());
    Optional<String> topic = Suggestion.find(word, words).filter(HelpTopic.names()::contains);
    return shown.getParent() == null && topic.isPresent()
        ? new ParameterException(
            shown, "no help on \"%s\"; did you mean %s?".formatted(word, topic.get()))
        : new UnmatchedArgumentException(shown, List.of(word));
  }

  static CommandLine commandLine(@Nullable CommandSpec spec) {
    return Objects.requireNonNull(spec, "a command is called through its model").commandLine();
  }

  /** Returns the help of a command, without a line end behind it. */
  static String text(CommandLine command) {
    return HelpPage.text(command.getCommandSpec());
  }
}
