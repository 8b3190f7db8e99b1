package dev.localport.cli;

import dev.localport.api.ExitCode;
import dev.localport.cli.client.CliEnvironment;
import dev.localport.cli.command.CommandContext;
import dev.localport.cli.command.GlobalOptions;
import dev.localport.cli.command.GroupCommand;
import dev.localport.cli.command.HelpPage;
import dev.localport.cli.command.NamedConfig;
import dev.localport.cli.render.Console;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.IHelpFactory;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The commands, and how their errors are printed. Runs one command. A model of all commands costs
 * as much as the rest of a short one, so those that the arguments do not name are left out; only
 * where that leads nowhere, such as with a mistyped name, are all of them made.
 */
final class CommandTree implements IHelpFactory {
  private final CliEnvironment surroundings;
  private final Console console;

  CommandTree(CliEnvironment surroundings, Console console) {
    this.surroundings = surroundings;
    this.console = console;
  }

  /** Runs the command that the arguments name, and returns the exit code. */
  int run(String... arguments) {
    List<String> named = Commands.neededFor(arguments);
    CommandLine commandLine = commandLine(named);
    if (named.size() < Commands.NAMES.size()) {
      commandLine.setParameterExceptionHandler((_, again) -> all().execute(again));
    }
    return written(commandLine.execute(arguments));
  }

  /* A command that did what it was asked for and could not say so has failed, as on a full disk. */
  private int written(int exitCode) {
    String lost = console.lost();
    if (lost == null) {
      return exitCode;
    }
    console.errWriter().println("standard output cannot be written: " + lost);
    return exitCode == ExitCode.OK ? ExitCode.GENERAL : exitCode;
  }

  /* As a method of this class, it loads nothing until help is asked for. */
  @Override
  public Help create(CommandSpec command, ColorScheme colors) {
    return HelpPage.of(command, colors);
  }

  /** Returns the root of the whole tree. */
  CommandSpec spec() {
    return all().getCommandSpec();
  }

  private CommandLine all() {
    return commandLine(Commands.NAMES);
  }

  private CommandLine commandLine(List<String> commands) {
    GlobalOptions options = new GlobalOptions();
    CommandContext context = new CommandContext(options, surroundings, console);
    CommandSpec root = root(context);
    options.addTo(root);
    for (String name : commands) {
      Commands.add(root, Commands.make(name, context));
    }
    CommandFailures failures = new CommandFailures(context);
    return new CommandLine(root)
        .setExpandAtFiles(false)
        .setInterpolateVariables(false)
        .setOverwrittenOptionsAllowed(true)
        .setHelpFactory(this)
        .setColorScheme(Help.defaultColorScheme(Ansi.OFF))
        .setOut(console.outWriter())
        .setErr(console.errWriter())
        .setExecutionStrategy(new NamedConfig(context))
        .setParameterExceptionHandler(failures)
        .setExecutionExceptionHandler(failures);
  }

  private static CommandSpec root(CommandContext context) {
    CommandSpec root =
        new GroupCommand(context, "localport", "Keep Kubernetes port forwards alive.").spec();
    root.usageMessage()
        .footer(
            "localport forward -n shop svc/web 8080:80",
            "localport start",
            "localport explain web");
    return root;
  }
}
