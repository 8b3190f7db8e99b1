package dev.localport.cli.command;

import dev.localport.cli.render.Wrapping;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The help of a command, made from its model: what {@code --help} and {@code localport help} print.
 * Global options are listed once, at the top command; the others name where to find them.
 */
public final class HelpPage {
  /** Where the pages of commands send their readers for the options that all commands have. */
  static final String GLOBAL = "Global options: localport help options";

  private static final String SECTION = "page";
  private static final int WIDTH = 80;
  private static final int WIDEST_LABEL = 26;

  /** A task and the commands for it, in the order in which the help shows them. */
  private record Task(String title, List<String> names) {
    Task {
      names = List.copyOf(names);
    }
  }

  private static final List<Task> TASKS =
      List.of(
          new Task(
              "Forward",
              List.of(
                  "forward",
                  "start",
                  "status",
                  "ui",
                  "port",
                  "open",
                  "env",
                  "run",
                  "restart",
                  "reconnect",
                  "stop")),
          new Task(
              "When it breaks",
              List.of(
                  "doctor",
                  "explain",
                  "test",
                  "logs",
                  "events",
                  "history",
                  "cluster",
                  "operations",
                  "login")),
          new Task(
              "Set up",
              List.of(
                  "demo",
                  "init",
                  "config",
                  "settings",
                  "daemon",
                  "completion",
                  "prompt",
                  "metrics",
                  "version",
                  "help")));

  private final CommandSpec command;
  private final List<String> lines = new ArrayList<>();

  private HelpPage(CommandSpec command) {
    this.command = command;
  }

  /** Returns what makes picocli print our page. */
  public static Help of(CommandSpec command, ColorScheme colors) {
    command
        .usageMessage()
        .sectionKeys(List.of(SECTION))
        .sectionMap(Map.of(SECTION, _ -> text(command) + System.lineSeparator()));
    return new Help(command, colors);
  }

  /** Returns the page of a command, without a line end behind it. */
  static String text(CommandSpec command) {
    return String.join(System.lineSeparator(), new HelpPage(command).lines());
  }

  /** Returns the options that all commands have, as the page of the top command lists them. */
  static List<String> globalOptions(CommandSpec root) {
    HelpPage page = new HelpPage(root);
    page.options("Global options");
    return page.lines;
  }

  private List<String> lines() {
    boolean isRoot = command.parent() == null;
    lines.add("Usage: " + synopsis(command));
    lines.add("");
    for (String paragraph : command.usageMessage().description()) {
      lines.addAll(Wrapping.lines("", paragraph, "", WIDTH));
    }
    if (command.aliases().length > 0) {
      lines.add("");
      lines.add("Aliases: " + String.join(", ", command.aliases()));
    }
    arguments();
    commands();
    options(isRoot ? "Global options" : "Options");
    examples();
    lines.add("");
    if (isRoot) {
      lines.add("Help on a command or a topic: localport help NAME");
      lines.add("Topics: " + String.join(", ", HelpTopic.names()));
    } else {
      lines.add(GLOBAL);
    }
    return lines;
  }

  /** Returns how a command is written, with its arguments. */
  public static String synopsis(CommandSpec command) {
    StringBuilder line = new StringBuilder(command.qualifiedName());
    if (!shown(command).isEmpty()) {
      line.append(" [OPTIONS]");
    }
    for (PositionalParamSpec parameter : command.positionalParameters()) {
      line.append(' ').append(inSynopsis(parameter));
    }
    if (!command.subcommands().isEmpty()) {
      line.append(' ').append(command.usageMessage().synopsisSubcommandLabel());
    }
    return line.toString();
  }

  private static String inSynopsis(PositionalParamSpec parameter) {
    String label = parameter.paramLabel() + (parameter.arity().isVariable() ? "..." : "");
    return parameter.arity().min() == 0 ? "[" + label + "]" : label;
  }

  private void arguments() {
    List<Row> rows = new ArrayList<>();
    for (PositionalParamSpec parameter : command.positionalParameters()) {
      rows.add(new Row(parameter.paramLabel(), List.of(parameter.description())));
    }
    section("Arguments", rows);
  }

  private void options(String title) {
    section(
        title,
        shown(command).stream()
            .map(option -> new Row(label(option), List.of(option.description())))
            .toList());
  }

  /** Returns the options that the page of a command lists: not those that it inherits. */
  public static List<OptionSpec> shown(CommandSpec command) {
    return command.options().stream()
        .filter(option -> !option.hidden() && !option.inherited())
        .toList();
  }

  /** Returns an option's names and its value, such as {@code -t, --tag TAG}. */
  public static String label(OptionSpec option) {
    List<String> names = new ArrayList<>(Arrays.asList(option.names()));
    if (option.negatable()) {
      names.replaceAll(name -> "--[no-]" + name.substring(2));
    }
    String front = names.getFirst().startsWith("--") ? "    " : "";
    return front + String.join(", ", names) + (isFlag(option) ? "" : " " + option.paramLabel());
  }

  private static boolean isFlag(ArgSpec option) {
    return option.arity().max() == 0;
  }

  private void commands() {
    if (command.parent() != null) {
      section("Commands", rows(Completion.visible(command)));
      return;
    }
    for (Task task : TASKS) {
      section(
          task.title(),
          rows(task.names().stream().filter(command.subcommands()::containsKey).toList()));
    }
  }

  private List<Row> rows(List<String> names) {
    List<Row> rows = new ArrayList<>();
    for (String name : names) {
      CommandLine below = Objects.requireNonNull(command.subcommands().get(name));
      String[] description = below.getCommandSpec().usageMessage().description();
      rows.add(new Row(name, List.of(description[0])));
    }
    return rows;
  }

  private void examples() {
    String[] examples = command.usageMessage().footer();
    if (examples.length > 0) {
      lines.add("");
      lines.add("Examples:");
      for (String example : examples) {
        lines.add("  " + example);
      }
    }
  }

  /** A word and what it means, a paragraph each. */
  private record Row(String label, List<String> description) {
    Row {
      description = List.copyOf(description);
    }
  }

  private void section(String title, List<Row> rows) {
    if (rows.isEmpty()) {
      return;
    }
    lines.add("");
    lines.add(title + ":");
    int width =
        rows.stream()
            .mapToInt(row -> row.label().length())
            .filter(length -> length <= WIDEST_LABEL)
            .max()
            .orElse(WIDEST_LABEL);
    for (Row row : rows) {
      add(row, width);
    }
  }

  private void add(Row row, int width) {
    String indent = " ".repeat(width + 4);
    String front = "  " + row.label();
    if (row.label().length() > width) {
      lines.add(front);
      front = indent;
    } else {
      front += " ".repeat(indent.length() - front.length());
    }
    for (String paragraph : row.description()) {
      lines.addAll(Wrapping.lines(front, paragraph, indent, WIDTH));
      front = indent;
    }
  }
}
