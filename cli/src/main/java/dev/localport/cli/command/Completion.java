package dev.localport.cli.command;

import java.util.ArrayList;
import java.util.HashMap;
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
 * @param before what stands before it
 */
record Completion(
    String begun,
    String front,
    List<String> words,
    CommandSpec command,
    @Nullable ArgSpec argument,
    Before before) {

  /**
   * The part of the line that is complete.
   *
   * @param options values by the longest name of their option: {@code --namespace}
   * @param positions the other words behind the command
   */
  record Before(Map<String, String> options, List<String> positions) {
    Before {
      options = Map.copyOf(options);
      positions = List.copyOf(positions);
    }

    /** Returns the value of an option; null where it has none, or an empty one. */
    @Nullable String find(String option) {
      String value = options.get(option);
      return value == null || value.isEmpty() ? null : value;
    }
  }

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
    private final Map<String, String> values = new HashMap<>();
    private final List<String> positions = new ArrayList<>();

    Reading(CommandSpec root) {
      this.command = root;
    }

    void take(String word) {
      if (open != null) {
        values.put(open.longestName(), word);
        open = null;
      } else if (literal || !word.startsWith("-") || word.equals("-")) {
        position(word);
      } else if (word.equals("--")) {
        literal = true;
      } else {
        option(word);
      }
    }

    /* --context dev, --context=dev, -n shop, -n=shop, -nshop */
    private void option(String word) {
      int equals = word.indexOf('=');
      String name = equals < 0 ? word : word.substring(0, equals);
      OptionSpec option = valued(name);
      if (option == null) {
        attached(word);
      } else if (equals < 0) {
        open = option;
      } else {
        values.put(option.longestName(), word.substring(equals + 1));
      }
    }

    private void attached(String word) {
      OptionSpec option = word.startsWith("--") ? null : valued(word.substring(0, 2));
      if (option != null) {
        values.put(option.longestName(), word.substring(2));
      }
    }

    private @Nullable OptionSpec valued(String name) {
      OptionSpec option = command.findOption(name);
      return option != null && option.arity().min() > 0 ? option : null;
    }

    private void position(String word) {
      CommandLine below = positions.isEmpty() ? command.subcommands().get(word) : null;
      if (below == null) {
        positions.add(word);
      } else {
        command = below.getCommandSpec();
      }
    }

    Completion end(String last) {
      int equals = last.indexOf('=');
      if (open != null) {
        return completion(last, "", List.of(), open);
      } else if (!literal && last.startsWith("--") && equals > 0) {
        OptionSpec option = command.findOption(last.substring(0, equals));
        String front = last.substring(0, equals + 1);
        return completion(last.substring(equals + 1), front, List.of(), option);
      } else if (!literal && last.startsWith("-")) {
        return completion(last, "", options(), null);
      }
      return completion(last, "", subcommands(), positional());
    }

    private Completion completion(
        String begun, String front, List<String> words, @Nullable ArgSpec argument) {
      Before before = new Before(values, positions);
      return new Completion(begun, front, words, command, argument, before);
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
      return positions.isEmpty() ? visible(command) : List.of();
    }

    private @Nullable PositionalParamSpec positional() {
      PositionalParamSpec found = null;
      for (PositionalParamSpec parameter : command.positionalParameters()) {
        boolean behindDashes = parameter.paramLabel().startsWith("--");
        boolean fits = parameter.index().contains(positions.size()) && (literal || !behindDashes);
        if (fits && (found == null || behindDashes)) {
          found = parameter;
        }
      }
      return found;
    }
  }

  /**
   * Returns the commands below one that its help shows; not their aliases, which are for habits.
   */
  static List<String> visible(CommandSpec command) {
    return command.subcommands().entrySet().stream()
        .filter(below -> !below.getValue().getCommandSpec().usageMessage().hidden())
        .filter(below -> below.getKey().equals(below.getValue().getCommandName()))
        .map(Map.Entry::getKey)
        .toList();
  }
}
