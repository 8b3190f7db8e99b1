package dev.localport.cli;

import dev.localport.config.form.Suggestion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Finds the command or option that a mistyped word stands for. */
final class SimilarWords {
  private SimilarWords() {}

  /** Returns {@code ; did you mean start?}, or nothing where no word is near. */
  static String hint(String word, Collection<String> known) {
    return longer(word, known)
        .or(() -> Suggestion.find(word, known))
        .map("; did you mean %s?"::formatted)
        .orElse("");
  }

  /* The beginning of a single word; two letters at least, without the dashes of an option. */
  private static Optional<String> longer(String word, Collection<String> known) {
    List<String> begun =
        known.stream()
            .filter(each -> each.startsWith(word) && word.replace("-", "").length() > 1)
            .toList();
    return begun.size() == 1 ? Optional.of(begun.getFirst()) : Optional.empty();
  }

  /** Returns the commands below one and their aliases, without what no user types. */
  static List<String> commands(CommandSpec command) {
    List<String> names = new ArrayList<>();
    for (CommandLine below : command.subcommands().values()) {
      CommandSpec spec = below.getCommandSpec();
      if (!spec.usageMessage().hidden() && !names.contains(spec.name())) {
        names.add(spec.name());
        names.addAll(Arrays.asList(spec.aliases()));
      }
    }
    return names;
  }

  /** Returns the long options of a command. */
  static List<String> options(CommandSpec command) {
    return command.options().stream()
        .filter(option -> !option.hidden())
        .map(OptionSpec::longestName)
        .filter(name -> name.startsWith("--"))
        .toList();
  }
}
