package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.cli.client.CliEnvironment;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.render.LogItem;
import dev.localport.cli.render.LogView;
import dev.localport.cli.render.Output;
import dev.localport.logs.LogQuery;
import dev.localport.rpc.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * {@code localport logs}: the last lines of a log, and those that are written from now on. A log
 * can be read without a daemon: then you need it most.
 */
public final class LogsCommand implements Callable<Integer> {
  private final PositionalParamSpec name =
      Specs.word("NAME", "0", "0..1", "The service (default: the daemon, with all services).");
  private final LogArguments arguments = new LogArguments();
  private final OptionSpec follow =
      Specs.flag("Print new lines as they are written.", "-f", "--follow");
  private final OptionSpec events =
      Specs.flag(
          "Add what the journal and the cluster report since the first line; --level and --grep"
              + " choose lines only.",
          "--with-events");
  private final OptionSpec list = Specs.flag("List the log files.", "--list");
  private final PodLogOptions pod = new PodLogOptions();
  private final OptionSpec path =
      Specs.flag("Print the path of the log file.", "--path", "--location");
  private final CommandContext context;

  /** Takes what every command is given. */
  public LogsCommand(CommandContext context) {
    this.context = context;
  }

  /** Returns the model. */
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
                this,
                "logs",
                "Show the log of a service, or of the daemon.",
                "localport logs web --follow",
                "localport logs web --with-events --since 1h",
                "localport logs web --pod -n 20")
            .addPositional(name);
    return pod.addTo(arguments.addTo(spec))
        .addOption(follow)
        .addOption(events)
        .addOption(list)
        .addOption(path);
  }

  @Override
  public Integer call() throws CommandException, UsageException {
    Output output = context.output();
    LogQuery query = arguments.query(Specs.name(name), now());
    if (pod.isWanted()) {
      requireNothingElse(query);
      new PodLogs(context).run(pod.request(query, Specs.isSet(follow)));
      return ExitCode.OK;
    }
    requireNameOnly(path, list);
    requireNameOnly(list, path);
    Path file = file();
    if (Specs.isSet(path)) {
      printPath(output, file);
    } else if (Specs.isSet(list)) {
      new LogList(context).print(Specs.name(name));
    } else if (Specs.isSet(follow)) {
      new LogFollowing(context, query, view(output), Specs.isSet(events)).run();
    } else {
      print(output, query, new LogQuestion(context).ask(query, Specs.isSet(events)));
    }
    return ExitCode.OK;
  }

  private void requireNothingElse(LogQuery query) throws UsageException {
    if (query.context() != null
        || query.level() != null
        || query.grep() != null
        || Stream.of(events, list, path).anyMatch(Specs::isSet)) {
      throw new UsageException("--pod goes with -n, --since, -f, --container, and --previous only");
    }
  }

  /* They are about files, not about lines. */
  private void requireNameOnly(OptionSpec option, OptionSpec other) throws UsageException {
    if (Specs.isSet(option)
        && (arguments.isAnySet()
            || arguments.isCounted()
            || Stream.of(follow, events, other).anyMatch(Specs::isSet))) {
      throw new UsageException(Specs.givenName(option) + " goes with NAME only");
    }
  }

  private Instant now() {
    return context.surroundings().clock().instant();
  }

  private LogView view(Output output) {
    return new LogView(output, ZoneId.systemDefault(), Specs.name(name));
  }

  private Path file() throws UsageException {
    String service = Specs.name(name);
    CliEnvironment surroundings = context.surroundings();
    try {
      return service == null
          ? surroundings.places().daemonLog()
          : surroundings.places().serviceLog(service);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private void print(Output output, LogQuery query, LogQuestion.Answer answer) {
    List<LogItem> items = answer.items();
    if (output.isJson()) {
      view(output).printWhole(items, answer.isTruncated(), Specs.isSet(events));
    } else {
      view(output).print(items, now());
    }
    if (items.isEmpty() && query.most() > 0) {
      output.note(arguments.isAnySet() ? "no line matches" : "nothing was logged yet");
    } else if (answer.isTruncated()) {
      output.error(LogQuestion.TRUNCATED);
    }
  }

  private static void printPath(Output output, Path file) {
    if (output.isJson()) {
      output.result(JsonObject.builder().put("path", file.toString()).build());
    } else {
      output.result(file.toString());
    }
  }
}
