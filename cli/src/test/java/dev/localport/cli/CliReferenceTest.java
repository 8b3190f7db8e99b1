package dev.localport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.cli.client.CliEnvironment;
import dev.localport.cli.render.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code docs/cli-reference.md} has every command with its arguments and an example. */
class CliReferenceTest {
  private static final String GLOBAL = "Global options";

  private static CommandSpec root() {
    CliEnvironment surroundings = CliEnvironment.ofProcess();
    return new CommandTree(surroundings, Console.ofProcess(surroundings.environment())).spec();
  }

  /** Returns the commands that do something and that the help shows, by their words. */
  private static Map<String, CommandSpec> commands(CommandSpec above) {
    Map<String, CommandSpec> commands = new TreeMap<>();
    for (CommandLine line : above.subcommands().values()) {
      CommandSpec command = line.getCommandSpec();
      if (command.subcommands().isEmpty() && !command.usageMessage().hidden()) {
        commands.put(command.qualifiedName(), command);
      }
      commands.putAll(commands(command));
    }
    return commands;
  }

  /** Returns the sections of the page by their titles. */
  private static Map<String, String> sections() throws IOException {
    Path page =
        Path.of(System.getProperty("basedir", ""))
            .toAbsolutePath()
            .resolve("../docs/cli-reference.md");
    Map<String, String> sections = new TreeMap<>();
    for (String section : Files.readString(page).split("(?m)^## ", -1)) {
      sections.put(section.lines().findFirst().orElse(""), section);
    }
    return sections;
  }

  @TestFactory
  Stream<DynamicTest> hasEachCommandWithItsArgumentsAndAnExample() throws IOException {
    Map<String, String> sections = sections();
    return commands(root()).entrySet().stream()
        .map(command ->
            DynamicTest.dynamicTest(
                command.getKey(),
                () ->
                    assertThat(sections.getOrDefault(command.getKey(), ""))
                        .contains(arguments(command.getValue()))
                        .contains("\n$ " + command.getKey())));
  }

  private static List<String> arguments(CommandSpec command) {
    List<String> arguments = new ArrayList<>();
    arguments.add("");
    for (OptionSpec option : command.options()) {
      if (!option.inherited()) {
        arguments.addAll(names(option));
      }
    }
    for (PositionalParamSpec parameter : command.positionalParameters()) {
      arguments.add("`" + parameter.paramLabel() + "`");
    }
    return arguments;
  }

  private static List<String> names(OptionSpec option) {
    return Stream.of(option.names()).map(name -> "`" + name).toList();
  }

  @Test
  void hasTheGlobalOptions() throws IOException {
    assertThat(sections().getOrDefault(GLOBAL, ""))
        .contains(root().options().stream().flatMap(option -> names(option).stream()).toList());
  }

  @Test
  void hasNoCommandThatIsNotThere() throws IOException {
    List<String> known = new ArrayList<>(commands(root()).keySet());
    known.add(GLOBAL);

    assertThat(sections().keySet().stream().filter(title -> !title.startsWith("# ")))
        .isSubsetOf(known);
  }
}
