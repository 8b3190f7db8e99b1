package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * A command that has others below it and does nothing alone: {@code localport}, {@code localport
 * daemon}. Nothing was asked for, so its help goes to standard error, and the exit code is that of
 * wrong usage.
 */
public final class GroupCommand implements Callable<Integer> {
  private final CommandContext context;
  private final String name;
  private final String description;
  private @Nullable CommandSpec spec;

  /** Takes what every command is given, and what its help says. */
  public GroupCommand(CommandContext context, String name, String description) {
    this.context = context;
    this.name = name;
    this.description = description;
  }

  /** Returns the model. */
  public CommandSpec spec() {
    CommandSpec made = CommandSpec.wrapWithoutInspection(this).name(name);
    made.version(VersionCommand.line());
    made.usageMessage().description(description).synopsisSubcommandLabel("COMMAND");
    spec = made;
    return made;
  }

  @Override
  public Integer call() {
    context.output().error(HelpCommand.text(HelpCommand.commandLine(spec)));
    return ExitCode.CONFIGURATION;
  }
}
