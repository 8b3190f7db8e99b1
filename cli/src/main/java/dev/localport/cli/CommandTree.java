package dev.localport.cli;

import dev.localport.cli.client.Surroundings;
import dev.localport.cli.command.CommandContext;
import dev.localport.cli.command.CompleteCommand;
import dev.localport.cli.command.CompletionCommand;
import dev.localport.cli.command.ConfigExportCommand;
import dev.localport.cli.command.ConfigMigrateCommand;
import dev.localport.cli.command.ConfigSchemaCommand;
import dev.localport.cli.command.ConfigTrustCommand;
import dev.localport.cli.command.ConfigValidateCommand;
import dev.localport.cli.command.DaemonReloadCommand;
import dev.localport.cli.command.DaemonRestartCommand;
import dev.localport.cli.command.DaemonRunCommand;
import dev.localport.cli.command.DaemonStartCommand;
import dev.localport.cli.command.DaemonStatusCommand;
import dev.localport.cli.command.DaemonStopCommand;
import dev.localport.cli.command.DemoCommand;
import dev.localport.cli.command.EnvCommand;
import dev.localport.cli.command.ForwardCommand;
import dev.localport.cli.command.GlobalOptions;
import dev.localport.cli.command.GroupCommand;
import dev.localport.cli.command.HelpCommand;
import dev.localport.cli.command.LogsCommand;
import dev.localport.cli.command.MetricsCommand;
import dev.localport.cli.command.ReconnectCommand;
import dev.localport.cli.command.RestartCommand;
import dev.localport.cli.command.StartCommand;
import dev.localport.cli.command.StatusCommand;
import dev.localport.cli.command.StopCommand;
import dev.localport.cli.command.TestCommand;
import dev.localport.cli.command.VersionCommand;
import dev.localport.cli.render.Console;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/** All commands, and how what goes wrong in them is told. Runs one command. */
final class CommandTree {
  private final CommandContext context;
  private final CommandLine commandLine;

  CommandTree(Surroundings surroundings, Console console) {
    GlobalOptions options = new GlobalOptions();
    this.context = new CommandContext(options, surroundings, console);
    CommandSpec root = root(context);
    options.addTo(root);
    addCommands(root);
    Failures failures = new Failures(context);
    this.commandLine =
        new CommandLine(root)
            .setExpandAtFiles(false)
            .setInterpolateVariables(false)
            .setOverwrittenOptionsAllowed(true)
            .setColorScheme(Help.defaultColorScheme(Ansi.OFF))
            .setOut(console.outWriter())
            .setErr(console.errWriter())
            .setParameterExceptionHandler(failures)
            .setExecutionExceptionHandler(failures);
  }

  /** Runs the command that the arguments name, and returns the exit code. */
  int run(String... arguments) {
    return commandLine.execute(arguments);
  }

  /** Returns the root of the tree. */
  CommandSpec spec() {
    return commandLine.getCommandSpec();
  }

  private static CommandSpec root(CommandContext context) {
    CommandSpec root =
        new GroupCommand(context, "localport", "Keeps Kubernetes port forwards alive.").spec();
    root.usageMessage()
        .footer(
            "",
            "Example: localport forward -n shop svc/web 8080:80",
            "Help on a command: localport help COMMAND");
    return root;
  }

  private void addCommands(CommandSpec root) {
    add(root, new ForwardCommand(context).spec());
    add(root, new StartCommand(context).spec());
    add(root, new StopCommand(context).spec());
    add(root, new RestartCommand(context).spec());
    add(root, new ReconnectCommand(context).spec());
    add(root, new StatusCommand(context).spec());
    add(root, new EnvCommand(context).spec());
    add(root, new TestCommand(context).spec());
    add(root, new LogsCommand(context).spec());
    add(root, new MetricsCommand(context).spec());
    add(root, config());
    add(root, daemon());
    add(root, new CompletionCommand(context).spec());
    add(root, new CompleteCommand(context).spec());
    add(root, new DemoCommand(context).spec());
    add(root, new VersionCommand(context).spec());
    add(root, new HelpCommand(context).spec());
  }

  private CommandSpec config() {
    CommandSpec config =
        new GroupCommand(context, "config", "Check the configuration file, and print it.").spec();
    add(config, new ConfigValidateCommand(context).spec());
    add(config, new ConfigExportCommand(context).spec());
    add(config, new ConfigSchemaCommand(context).spec());
    add(config, new ConfigMigrateCommand(context).spec());
    add(config, new ConfigTrustCommand(context).spec());
    return config;
  }

  private CommandSpec daemon() {
    CommandSpec daemon =
        new GroupCommand(context, "daemon", "Start, stop and see the background process.").spec();
    add(daemon, new DaemonRunCommand(context).spec());
    add(daemon, new DaemonStartCommand(context).spec());
    add(daemon, new DaemonStopCommand(context).spec());
    add(daemon, new DaemonRestartCommand(context).spec());
    add(daemon, new DaemonReloadCommand(context).spec());
    add(daemon, new DaemonStatusCommand(context).spec());
    return daemon;
  }

  private static void add(CommandSpec parent, CommandSpec command) {
    CommandSpec _ = parent.addSubcommand(command.name(), command.version(VersionCommand.line()));
  }
}
