package dev.localport.cli.prompt;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.localport.cli.init.Choice;
import dev.localport.cli.init.Preview;
import dev.localport.cli.init.Questions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jline.consoleui.elements.ConfirmChoice.ConfirmationValue;
import org.jline.consoleui.prompt.CheckboxResult;
import org.jline.consoleui.prompt.ConfirmResult;
import org.jline.consoleui.prompt.ConsolePrompt;
import org.jline.consoleui.prompt.ListResult;
import org.jline.consoleui.prompt.PromptResultItemIF;
import org.jline.consoleui.prompt.builder.CheckboxPromptBuilder;
import org.jline.consoleui.prompt.builder.ListPromptBuilder;
import org.jline.consoleui.prompt.builder.PromptBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/**
 * Asks by keys: arrows, Space, Enter; Esc gives up, and Ctrl-C ends the process.
 *
 * <p>The library's own successor is another module with other names; all that a change would touch
 * is this package.
 */
@SuppressWarnings("removal")
public final class KeyQuestions implements Questions {
  private static final String ANSWER = "answer";
  private static final int BESIDE_TEXT = 8; // the sign, the box and the blanks
  private static final int USUAL_WIDTH = 80;
  private static final int USUAL_HEIGHT = 24;
  private static final int MOST_ROWS = 15;
  private static final int BELOW_TEXT = 5; // the question, three answers, and a row for the cursor
  private static final int YES = 0;
  private static final int SHOW_ALL = 2;

  private final Terminal terminal;
  private final boolean colors;

  private KeyQuestions(Terminal terminal, boolean colors) {
    this.terminal = terminal;
    this.colors = colors;
  }

  /**
   * Takes over the terminal of this process.
   *
   * @throws IOException if there is none
   */
  public static KeyQuestions open(boolean colors) throws IOException {
    return new KeyQuestions(
        TerminalBuilder.builder()
            .system(true)
            .dumb(false)
            .encoding(UTF_8)
            .stdoutEncoding(UTF_8)
            .build(),
        colors);
  }

  /* The library shows it behind the question when that is answered. */
  private static String id(Choice choice, int position) {
    String name = choice.text().replaceFirst("  .*", "");
    return name.isEmpty() ? String.valueOf(position) : name;
  }

  private static int position(List<Choice> choices, String id) {
    return IntStream.range(0, choices.size())
        .filter(i -> id(choices.get(i), i).equals(id))
        .findFirst()
        .orElseThrow();
  }

  private ConsolePrompt prompt() {
    return new ConsolePrompt(terminal, new PlainStyle(colors));
  }

  private int columns() {
    int width = terminal.getSize().getColumns();
    return width > 0 ? width : USUAL_WIDTH; // a serial line does not know
  }

  private String fitted(String text) {
    int room = Math.max(1, columns() - BESIDE_TEXT);
    return text.length() <= room ? text : text.substring(0, Math.max(0, room - 3)) + "...";
  }

  @Override
  public Optional<Integer> one(String question, List<Choice> choices) {
    return one("", question, choices);
  }

  private Optional<Integer> one(String before, String question, List<Choice> choices) {
    ConsolePrompt prompt = prompt();
    PromptBuilder builder = prompt.getPromptBuilder();
    ListPromptBuilder list =
        builder.createListPrompt().name(ANSWER).message(question).pageSize(MOST_ROWS);
    for (int i = 0; i < choices.size(); i++) {
      ListPromptBuilder _ =
          list.newItem(id(choices.get(i), i)).text(fitted(choices.get(i).text())).add();
    }
    return ask(prompt, list.addPrompt(), before)
        .filter(ListResult.class::isInstance)
        .map(answer -> position(choices, ((ListResult) answer).getSelectedId()));
  }

  @Override
  public Optional<Set<Integer>> some(String question, List<Choice> choices) {
    ConsolePrompt prompt = prompt();
    PromptBuilder builder = prompt.getPromptBuilder();
    CheckboxPromptBuilder boxes =
        builder
            .createCheckboxPrompt()
            .name(ANSWER)
            .message(question + " (Space selects, Enter continues)")
            .pageSize(MOST_ROWS);
    for (int i = 0; i < choices.size(); i++) {
      CheckboxPromptBuilder _ =
          boxes
              .newItem(id(choices.get(i), i))
              .text(fitted(choices.get(i).text()))
              .checked(choices.get(i).isChosen())
              .add();
    }
    return ask(prompt, boxes.addPrompt(), "")
        .map(answer ->
            answer instanceof CheckboxResult checked
                ? checked.getSelectedIds().stream()
                    .map(id -> position(choices, id))
                    .collect(Collectors.toSet())
                : Set.of());
  }

  @Override
  public Optional<Boolean> confirm(Preview preview, String question) {
    int height = terminal.getSize().getRows();
    int rows = (height > 0 ? height : USUAL_HEIGHT) - BELOW_TEXT;
    if (preview.fits(rows, columns())) {
      return confirm(Preview.text(preview.lines()), question);
    }
    Optional<Integer> chosen =
        one(
            Preview.text(preview.head(rows, columns())),
            question,
            List.of(
                new Choice("Yes", true),
                new Choice("No", false),
                new Choice("Show all %d lines".formatted(preview.lines().size()), false)));
    return chosen.isPresent() && chosen.get() == SHOW_ALL
        ? confirm(Preview.text(preview.lines()), question)
        : chosen.map(answer -> answer == YES);
  }

  private Optional<Boolean> confirm(String text, String question) {
    ConsolePrompt prompt = prompt();
    PromptBuilder builder =
        prompt
            .getPromptBuilder()
            .createConfirmPromp()
            .name(ANSWER)
            .message(question)
            .defaultValue(ConfirmationValue.YES)
            .addPrompt();
    return ask(prompt, builder, text)
        .filter(ConfirmResult.class::isInstance)
        .map(answer -> ((ConfirmResult) answer).getConfirmed() == ConfirmationValue.YES);
  }

  private Optional<PromptResultItemIF> ask(
      ConsolePrompt prompt, PromptBuilder builder, String before) {
    terminal.writer().print(before);
    terminal.flush();
    try {
      Map<String, PromptResultItemIF> answers =
          prompt.prompt(new ArrayList<>(), builder.build()); // it adds to the list
      return answers == null ? Optional.empty() : Optional.ofNullable(answers.get(ANSWER));
    } catch (UserInterruptException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      terminal.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
