package dev.localport.cli.command;

import dev.localport.cli.init.Choice;
import dev.localport.cli.init.Preview;
import dev.localport.cli.init.Questions;
import dev.localport.cli.render.Console;
import dev.localport.cli.render.Output;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Asks for numbers, a line each: for a terminal that can neither move a cursor nor draw. */
record NumberQuestions(Console console, Output output) implements Questions {
  @Override
  public Optional<Integer> one(String question, List<Choice> choices) {
    list(question, choices);
    output.error("Number (Enter: 1):");
    String line = console.line().get().strip();
    return line.isEmpty() ? Optional.of(0) : number(line, choices.size());
  }

  @Override
  public Optional<Set<Integer>> some(String question, List<Choice> choices) {
    list(question, choices);
    output.error("Numbers with blanks between (Enter: those with *; all; none):");
    String line = console.line().get().strip();
    IntStream all = IntStream.range(0, choices.size());
    if (line.isEmpty()) {
      return Optional.of(
          all.filter(i -> choices.get(i).isChosen()).boxed().collect(Collectors.toSet()));
    } else if (line.equals("all")) {
      return Optional.of(all.boxed().collect(Collectors.toSet()));
    } else if (line.equals("none")) {
      return Optional.of(Set.of());
    }
    List<Optional<Integer>> numbers =
        Arrays.stream(line.split("[ ,]+", -1)).map(word -> number(word, choices.size())).toList();
    return numbers.stream().anyMatch(Optional::isEmpty)
        ? Optional.empty()
        : Optional.of(numbers.stream().flatMap(Optional::stream).collect(Collectors.toSet()));
  }

  private void list(String question, List<Choice> choices) {
    output.error(question);
    for (int i = 0; i < choices.size(); i++) {
      Choice choice = choices.get(i);
      output.error("%s%3d  %s".formatted(choice.isChosen() ? "*" : " ", i + 1, choice.text()));
    }
  }

  private Optional<Integer> number(String word, int count) {
    if (word.matches("[0-9]{1,6}")) {
      int number = Integer.parseInt(word);
      if (number >= 1 && number <= count) {
        return Optional.of(number - 1);
      }
    }
    output.error("\"%s\" is not a number from 1 to %d".formatted(word, count));
    return Optional.empty();
  }

  @Override
  public Optional<Boolean> confirm(Preview preview, String question) {
    output.document(Preview.text(preview.lines())); // nothing is redrawn over it
    return Optional.of(output.isConfirmed(question));
  }

  @Override
  public void close() {
    // the console stays open
  }
}
