package dev.localport.cli.command;

import dev.localport.api.JournalType;
import dev.localport.api.Methods;
import dev.localport.api.OperationStatus;
import dev.localport.api.ServiceStatus;
import dev.localport.api.StatusReply;
import dev.localport.cli.client.CliEnvironment;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.cli.client.Pages;
import dev.localport.config.ConfigFile;
import dev.localport.config.ConfigResult;
import dev.localport.config.Readiness;
import dev.localport.config.SearchResult;
import dev.localport.config.ServiceConfig;
import dev.localport.config.SettingKey;
import dev.localport.config.SettingKeys;
import dev.localport.config.SettingReader;
import dev.localport.logs.LogQuery;
import dev.localport.rpc.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The values that an argument may have, by what it is called in the help. Names come from a daemon
 * that runs, and from the user's file; what cannot be looked up is left out in silence.
 */
record CompletionValues(CommandContext context) {
  private static final List<String> FORMATS = List.of("table", "wide", "json", "text", "name");
  private static final List<String> EVENT_TYPES = List.of("Normal", "Warning");

  /** Returns all that may become of the last word, in order. */
  List<String> of(Completion completion) {
    Collection<String> all = new TreeSet<>(completion.words());
    ArgSpec argument = completion.argument();
    if (argument != null) {
      all.addAll(values(completion, argument));
    }
    return all.stream()
        .filter(word -> word.startsWith(completion.begun()))
        .map(word -> completion.front() + word)
        .toList();
  }

  private Collection<String> values(Completion completion, ArgSpec argument) {
    boolean isNew =
        argument.isOption()
            && argument.paramLabel().equals("NAME")
            && completion.command().name().equals("forward");
    return switch (argument.paramLabel()) {
      case "NAME" -> isNew ? List.of() : names();
      case "TAG" -> tags();
      case "ID" -> operations();
      case "CONTEXT" -> KubeconfigContexts.names(context.surroundings());
      case "NAMESPACE" -> targets(completion).namespaces();
      case "KIND/NAME" -> targets(completion).names();
      case "[LOCAL:]REMOTE" -> targets(completion).ports();
      case "FORMAT" ->
          switch (completion.command().name()) {
            case "export" -> List.of("yaml", "json");
            case "env" -> VariableFormat.words();
            default -> FORMATS;
          };
      case "FILE", "-- COMMAND" -> files(completion.begun());
      case "TYPE" -> EVENT_TYPES;
      case "EVENT" -> JournalType.words();
      case "LEVEL" -> LogQuery.levels();
      case "READY" -> Arrays.stream(Readiness.values()).map(Readiness::word).toList();
      case "KEY" -> SettingKeys.paths();
      case "VALUE" -> settingValues(completion);
      case "SHELL" -> CompletionCommand.SHELLS;
      case "COMMAND" -> helped(completion);
      default -> List.of();
    };
  }

  /* Topics stand where the first word may; behind it, the commands below that one. */
  private static List<String> helped(Completion completion) {
    CommandSpec shown = completion.command().root();
    List<String> before = completion.before().positions();
    for (String word : before) {
      CommandLine below = shown.subcommands().get(word);
      if (below == null) {
        return List.of();
      }
      shown = below.getCommandSpec();
    }
    List<String> words = new ArrayList<>(Completion.visible(shown));
    words.addAll(before.isEmpty() ? HelpTopic.names() : List.of());
    return words;
  }

  /** Returns the words that a setting may have; one of numbers and times has none. */
  private static List<String> settingValues(Completion completion) {
    List<String> before = completion.before().positions();
    return !before.isEmpty()
            && SettingKeys.read(before.getFirst())
                instanceof SettingKeys.Meant.Known(SettingKey key)
        ? SettingReader.words(key)
        : List.of();
  }

  private Collection<String> names() {
    Collection<String> names = new TreeSet<>();
    running().forEach(service -> names.add(service.name()));
    configured().forEach(service -> names.add(service.name()));
    return names;
  }

  private Collection<String> tags() {
    Collection<String> tags = new TreeSet<>();
    running().forEach(service -> tags.addAll(service.tags()));
    configured().forEach(service -> tags.addAll(service.tags()));
    return tags;
  }

  private List<ServiceStatus> running() {
    return asked(daemon -> StatusReply.from(Pages.status(daemon)).services());
  }

  private List<String> operations() {
    return asked(daemon ->
        daemon.call(Methods.OPERATION_LIST, JsonObject.empty()).objects("operations").stream()
            .map(OperationStatus::from)
            .filter(OperationStatus::isPending)
            .map(one -> String.valueOf(one.id()))
            .toList());
  }

  private interface Question<T> {
    List<T> ask(DaemonClient daemon) throws CommandException;
  }

  private <T> List<T> asked(Question<T> question) {
    try {
      Optional<DaemonClient> found = context.daemons().find(CommandContext.NO_NOTIFICATIONS);
      if (found.isEmpty()) {
        return List.of();
      }
      try (DaemonClient daemon = found.get()) {
        return question.ask(daemon);
      }
    } catch (CommandException _) {
      return List.of(); // an error amid a line that is being typed helps no one
    }
  }

  /** Returns the services of the user's file; none where there is no file, or it is broken. */
  List<ServiceConfig> configured() {
    UserFile file = new UserFile(context.surroundings(), null);
    try {
      return file.search() instanceof SearchResult.Found(Path path, boolean _)
              && file.read(path, file.content(path), false)
                  instanceof ConfigResult.Loaded(ConfigFile config)
          ? config.services()
          : List.of();
    } catch (CommandException _) {
      return List.of();
    }
  }

  private CompletionTargets targets(Completion completion) {
    return new CompletionTargets(context, completion);
  }

  private List<String> files(String begun) {
    CliEnvironment world = context.surroundings();
    String front = begun.substring(0, begun.lastIndexOf('/') + 1);
    String folder = front.startsWith("~/") ? world.home() + front.substring(1) : front;
    List<String> files = new ArrayList<>();
    try (Stream<Path> inside = Files.list(world.folder().resolve(folder))) {
      inside.forEach(
          file -> files.add(front + file.getFileName() + (Files.isDirectory(file) ? "/" : "")));
    } catch (IOException _) {
      return List.of(); // no such folder
    }
    return files;
  }
}
