package dev.localport.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * What may stand at the end of a command line, as far as the command tree knows it. Pure: what has
 * to be looked up is named in {@code argument}.
 *
 * @param begun what is typed of the last word, without {@code front}
 * @param front what of the last word stays as it is: {@code --context=}
 * @param words commands or options that may come
 * @param command the one that the argument belongs to
 * @param argument whose value may come, or null
 */
record Completion(
    String begun,
    String front,
    List<String> words,
    CommandSpec command,
    @Nullable ArgSpec argument) {

  /** Reads a line whose last word is not complete. */
  static Completion of(CommandSpec root, List<String> words) {
    Reading reading = new Reading(root);
    words.subList(0, words.size() - 1).forEach(reading::take);
    return reading.end(words.getLast());
  }

  /** Follows the words. Not thread-safe. */
  private static final class Reading {
    private CommandSpec command;
    private @Nullable OptionSpec open; // its value comes next
    private boolean literal; // behind --
    private int positions;

    Reading(CommandSpec root) {
      this.command = root;
    }

    void take(String word) {
      if (open != null) {
        open = null;
      } else if (literal || !word.startsWith("-") || word.equals("-")) {
        position(word);
      } else if (word.equals("--")) {
        literal = true;
      } else {
        OptionSpec option = command.findOption(word);
        open = option != null && option.arity().min() > 0 ? option : null;
      }
    }

    private void position(String word) {
      CommandLine below = positions == 0 ? command.subcommands().get(word) : null;
      if (below == null) {
        positions++;
      } else {
        command = below.getCommandSpec();
      }
    }

    Completion end(String last) {
      int equals = last.indexOf('=');
      if (open != null) {
        return new Completion(last, "", List.of(), command, open);
      } else if (!literal && last.startsWith("--") && equals > 0) {
        OptionSpec option = command.findOption(last.substring(0, equals));
        String front = last.substring(0, equals + 1);
        return new Completion(last.substring(equals + 1), front, List.of(), command, option);
      } else if (!literal && last.startsWith("-")) {
        return new Completion(last, "", options(), command, null);
      }
      return new Completion(last, "", subcommands(), command, positional());
    }

    private List<String> options() {
      List<String> names = new ArrayList<>();
      for (OptionSpec option : command.options()) {
        if (!option.hidden()) {
          names.addAll(List.of(option.names()));
        }
        if (option.negatable()) {
          names.add("--no-" + option.longestName().substring(2));
        }
      }
      return names;
    }

    private List<String> subcommands() {
      return positions == 0 ? visible(command) : List.of();
    }

    private @Nullable PositionalParamSpec positional() {
      for (PositionalParamSpec parameter : command.positionalParameters()) {
        if (parameter.index().contains(positions)) {
          return parameter;
        }
      }
      return null;
    }
  }

  /** Returns the commands below one that its help shows. */
  static List<String> visible(CommandSpec command) {
    return command.subcommands().entrySet().stream()
        .filter(below -> !below.getValue().getCommandSpec().usageMessage().hidden())
        .map(Map.Entry::getKey)
        .toList();
  }
}
