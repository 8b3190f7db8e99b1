package dev.localport.cli;

import dev.localport.cli.command.ClusterEventsCommand;
import dev.localport.cli.command.ClusterPodsCommand;
import dev.localport.cli.command.ClusterStatusCommand;
import dev.localport.cli.command.CommandContext;
import dev.localport.cli.command.CompleteCommand;
import dev.localport.cli.command.CompletionCommand;
import dev.localport.cli.command.ConfigExportCommand;
import dev.localport.cli.command.ConfigImportCommand;
import dev.localport.cli.command.ConfigMigrateCommand;
import dev.localport.cli.command.ConfigSchemaCommand;
import dev.localport.cli.command.ConfigTrustCommand;
import dev.localport.cli.command.ConfigValidateCommand;
import dev.localport.cli.command.DaemonInstallCommand;
import dev.localport.cli.command.DaemonReloadCommand;
import dev.localport.cli.command.DaemonRestartCommand;
import dev.localport.cli.command.DaemonRunCommand;
import dev.localport.cli.command.DaemonStartCommand;
import dev.localport.cli.command.DaemonStatusCommand;
import dev.localport.cli.command.DaemonStopCommand;
import dev.localport.cli.command.DaemonUninstallCommand;
import dev.localport.cli.command.DemoCommand;
import dev.localport.cli.command.DoctorCommand;
import dev.localport.cli.command.EnvCommand;
import dev.localport.cli.command.EventsCommand;
import dev.localport.cli.command.ExplainCommand;
import dev.localport.cli.command.ForwardCommand;
import dev.localport.cli.command.GroupCommand;
import dev.localport.cli.command.HelpCommand;
import dev.localport.cli.command.HistoryCommand;
import dev.localport.cli.command.InitCommand;
import dev.localport.cli.command.LoginCommand;
import dev.localport.cli.command.LogsCommand;
import dev.localport.cli.command.MetricsCommand;
import dev.localport.cli.command.OpenCommand;
import dev.localport.cli.command.OperationsCancelCommand;
import dev.localport.cli.command.OperationsCommand;
import dev.localport.cli.command.PortCommand;
import dev.localport.cli.command.PromptCommand;
import dev.localport.cli.command.ReconnectCommand;
import dev.localport.cli.command.RestartCommand;
import dev.localport.cli.command.RunCommand;
import dev.localport.cli.command.SettingsGetCommand;
import dev.localport.cli.command.SettingsResetCommand;
import dev.localport.cli.command.SettingsSetCommand;
import dev.localport.cli.command.StartCommand;
import dev.localport.cli.command.StatusCommand;
import dev.localport.cli.command.StopCommand;
import dev.localport.cli.command.TestCommand;
import dev.localport.cli.command.UiCommand;
import dev.localport.cli.command.VersionCommand;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/** The commands by their names: each is made only when it is asked for. */
final class Commands {
  /** All of them, in the order in which the help shows them. */
  static final List<String> NAMES =
      List.of(
          "forward",
          "start",
          "stop",
          "restart",
          "reconnect",
          "operations",
          "login",
          "status",
          "ui",
          "env",
          "port",
          "open",
          "run",
          "test",
          "explain",
          "doctor",
          "cluster",
          "events",
          "history",
          "logs",
          "metrics",
          "prompt",
          "settings",
          "init",
          "config",
          "daemon",
          "completion",
          "__complete",
          "demo",
          "version",
          "help");

  /* What users of kubectl, docker and compose type. */
  private static final Map<String, List<String>> ALIASES =
      Map.of(
          "forward", List.of("port-forward", "pf"),
          "start", List.of("up"),
          "stop", List.of("down"),
          "status", List.of("ls", "ps"));

  /* They look at the other commands. */
  private static final List<String> ONLOOKERS = List.of("help", "completion", "__complete");

  private Commands() {}

  /**
   * Returns the commands that the arguments can mean: those whose name is among them, wherever it
   * stands; all of them where none is, or where one looks at the others.
   */
  static List<String> neededFor(String... arguments) {
    List<String> words = Arrays.asList(arguments);
    List<String> named = NAMES.stream().filter(name -> isIn(words, name)).toList();
    return named.isEmpty() || named.stream().anyMatch(ONLOOKERS::contains) ? NAMES : named;
  }

  private static boolean isIn(List<String> words, String name) {
    return words.contains(name) || !Collections.disjoint(words, aliases(name));
  }

  private static List<String> aliases(String name) {
    return ALIASES.getOrDefault(name, List.of());
  }

  /** Makes the model of a command that is one of {@link #NAMES}, with its aliases. */
  static CommandSpec make(String name, CommandContext context) {
    return named(name, context).aliases(aliases(name).toArray(String[]::new));
  }

  private static CommandSpec named(String name, CommandContext context) {
    return switch (name) {
      case "forward" -> new ForwardCommand(context).spec();
      case "start" -> new StartCommand(context).spec();
      case "stop" -> new StopCommand(context).spec();
      case "restart" -> new RestartCommand(context).spec();
      case "reconnect" -> new ReconnectCommand(context).spec();
      case "operations" -> operations(context);
      case "login" -> new LoginCommand(context).spec();
      case "status" -> new StatusCommand(context).spec();
      case "ui" -> new UiCommand(context).spec();
      case "env" -> new EnvCommand(context).spec();
      case "port" -> new PortCommand(context).spec();
      case "open" -> new OpenCommand(context).spec();
      case "run" -> new RunCommand(context).spec();
      case "test" -> new TestCommand(context).spec();
      case "explain" -> new ExplainCommand(context).spec();
      case "doctor" -> new DoctorCommand(context).spec();
      case "cluster" -> cluster(context);
      case "events" -> new EventsCommand(context).spec();
      case "history" -> new HistoryCommand(context).spec();
      case "logs" -> new LogsCommand(context).spec();
      case "metrics" -> new MetricsCommand(context).spec();
      case "settings" -> settings(context);
      case "prompt" -> new PromptCommand(context).spec();
      case "init" -> new InitCommand(context).spec();
      case "config" -> config(context);
      case "daemon" -> daemon(context);
      case "completion" -> new CompletionCommand(context).spec();
      case "__complete" -> new CompleteCommand(context).spec();
      case "demo" -> new DemoCommand(context).spec();
      case "version" -> new VersionCommand(context).spec();
      case "help" -> new HelpCommand(context).spec();
      default -> throw new IllegalArgumentException("no command: " + name);
    };
  }

  private static CommandSpec operations(CommandContext context) {
    CommandSpec operations = OperationsCommand.group(context);
    add(operations, new OperationsCommand(context).spec());
    add(operations, new OperationsCancelCommand(context).spec());
    return operations;
  }

  private static CommandSpec cluster(CommandContext context) {
    CommandSpec cluster =
        new GroupCommand(
                context, "cluster", "Show the clusters, events and pods of active services.")
            .spec();
    add(cluster, new ClusterStatusCommand(context).spec());
    add(cluster, new ClusterEventsCommand(context).spec());
    add(cluster, new ClusterPodsCommand(context).spec());
    return cluster;
  }

  private static CommandSpec settings(CommandContext context) {
    CommandSpec settings =
        new GroupCommand(context, "settings", "Show or change settings while services run.").spec();
    add(settings, new SettingsGetCommand(context).spec());
    add(settings, new SettingsSetCommand(context).spec());
    add(settings, new SettingsResetCommand(context).spec());
    return settings;
  }

  private static CommandSpec config(CommandContext context) {
    CommandSpec config =
        new GroupCommand(context, "config", "Check, print, import or trust the configuration file.")
            .spec();
    add(config, new ConfigValidateCommand(context).spec());
    add(config, new ConfigExportCommand(context).spec());
    add(config, new ConfigSchemaCommand(context).spec());
    add(config, new ConfigImportCommand(context).spec());
    add(config, new ConfigMigrateCommand(context).spec());
    add(config, new ConfigTrustCommand(context).spec());
    return config;
  }

  private static CommandSpec daemon(CommandContext context) {
    CommandSpec daemon =
        new GroupCommand(
                context, "daemon", "Start, stop, inspect or install the background daemon.")
            .spec();
    add(daemon, new DaemonRunCommand(context).spec());
    add(daemon, new DaemonStartCommand(context).spec());
    add(daemon, new DaemonStopCommand(context).spec());
    add(daemon, new DaemonRestartCommand(context).spec());
    add(daemon, new DaemonReloadCommand(context).spec());
    add(daemon, new DaemonStatusCommand(context).spec());
    add(daemon, new DaemonInstallCommand(context).spec());
    add(daemon, new DaemonUninstallCommand(context).spec());
    return daemon;
  }

  static void add(CommandSpec parent, CommandSpec command) {
    CommandSpec _ = parent.addSubcommand(command.name(), command.version(VersionCommand.line()));
  }
}
