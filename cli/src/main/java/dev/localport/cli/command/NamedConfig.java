package dev.localport.cli.command;

import dev.localport.cli.client.CommandException;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/**
 * Runs commands, but none whose {@code --config} names a file that is missing: a mistyped name is
 * an error also where the command has no use for the file.
 *
 * @param context what every command is given
 */
public record NamedConfig(CommandContext context) implements IExecutionStrategy {
  /**
   * One reports it itself, three may write the file, and one is run by a shell before each line.
   */
  private static final Set<String> EXCEPT = Set.of("doctor", "forward", "import", "init", "prompt");

  @Override
  public int execute(ParseResult parsed) {
    List<CommandLine> commands = parsed.asCommandLineList();
    boolean isHelp =
        commands.stream()
            .anyMatch(one -> one.isUsageHelpRequested() || one.isVersionHelpRequested());
    CommandLine last = commands.getLast();
    if (!isHelp && !EXCEPT.contains(last.getCommandName())) {
      requireFile(last);
    }
    return new RunLast().execute(parsed);
  }

  private void requireFile(CommandLine command) {
    String named = context.options().config();
    try {
      if (named != null) {
        new UserFile(context.surroundings(), named).requireNamed();
      }
    } catch (CommandException e) {
      throw new ExecutionException(command, String.valueOf(e.getMessage()), e);
    }
  }
}
