package dev.localport.cli;

import dev.localport.cli.client.CliEnvironment;
import dev.localport.cli.command.HelpPage;
import dev.localport.cli.render.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Manual pages, made from the same model as the help: {@code localport.1} and one for each command,
 * such as {@code localport-daemon-start.1}. Written while the program is packaged; a command never
 * loads this class.
 */
public final class ManPages {
  private final List<String> lines = new ArrayList<>();
  private final CommandSpec command;

  private ManPages(CommandSpec command) {
    this.command = command;
  }

  /**
   * Writes all pages.
   *
   * @param folder {@code man1} of a folder for {@code MANPATH}; created where it is missing
   */
  public static void write(Path folder) throws IOException {
    CliEnvironment surroundings = CliEnvironment.ofProcess();
    Console console = Console.ofProcess(surroundings.environment());
    Files.createDirectories(folder);
    write(new CommandTree(surroundings, console).spec(), folder);
  }

  private static void write(CommandSpec command, Path folder) throws IOException {
    Path _ = Files.writeString(folder.resolve(name(command) + ".1"), text(command));
    for (CommandSpec below : below(command)) {
      write(below, folder);
    }
  }

  private static List<CommandSpec> below(CommandSpec command) {
    return command.subcommands().values().stream()
        .map(CommandLine::getCommandSpec)
        .filter(below -> !below.usageMessage().hidden())
        .distinct() // an alias is the same command
        .toList();
  }

  private static String name(CommandSpec command) {
    return command.qualifiedName("-");
  }

  /** Returns the page of a command in the form that {@code man} reads. */
  static String text(CommandSpec command) {
    return String.join("\n", new ManPages(command).page()) + "\n";
  }

  private List<String> page() {
    String[] description = command.usageMessage().description();
    lines.add(
        ".TH %s 1 \"\" \"LocalPort\" \"LocalPort\""
            .formatted(name(command).toUpperCase(Locale.ROOT)));
    lines.add(".SH NAME");
    lines.add(escaped(name(command)) + " \\- " + escaped(description[0]));
    lines.add(".SH SYNOPSIS");
    lines.add(escaped(HelpPage.synopsis(command)));
    lines.add(".SH DESCRIPTION");
    for (String paragraph : description) {
      lines.add(escaped(paragraph));
      lines.add(".PP");
    }
    if (command.aliases().length > 0) {
      lines.add("Aliases: " + escaped(String.join(", ", command.aliases())));
    }
    arguments();
    options();
    commands();
    examples();
    return lines;
  }

  private void arguments() {
    if (!command.positionalParameters().isEmpty()) {
      lines.add(".SH ARGUMENTS");
      for (PositionalParamSpec parameter : command.positionalParameters()) {
        item(parameter.paramLabel(), parameter.description());
      }
    }
  }

  private void options() {
    List<OptionSpec> options = HelpPage.shown(command);
    if (!options.isEmpty()) {
      lines.add(command.parent() == null ? ".SH GLOBAL OPTIONS" : ".SH OPTIONS");
      for (OptionSpec option : options) {
        item(HelpPage.label(option).strip(), option.description());
      }
    }
    if (command.parent() != null) {
      lines.add(".PP");
      lines.add("Options of all commands: see \\fBlocalport\\fR(1).");
    }
  }

  private void commands() {
    List<CommandSpec> below = below(command);
    if (!below.isEmpty()) {
      lines.add(".SH COMMANDS");
      below.forEach(each -> item(name(each) + "(1)", each.usageMessage().description()));
    }
  }

  private void examples() {
    String[] examples = command.usageMessage().footer();
    if (examples.length > 0) {
      lines.add(".SH EXAMPLES");
      lines.add(".nf");
      Arrays.stream(examples).map(ManPages::escaped).forEach(lines::add);
      lines.add(".fi");
    }
  }

  private void item(String label, String[] description) {
    lines.add(".TP");
    lines.add("\\fB" + escaped(label) + "\\fR");
    lines.add(escaped(description[0]));
  }

  /* A backslash begins a command within a line, a dot or an apostrophe at its beginning one. */
  private static String escaped(String text) {
    String plain = text.replace("\\", "\\e").replace("-", "\\-");
    return plain.startsWith(".") || plain.startsWith("'") ? "\\&" + plain : plain;
  }
}
