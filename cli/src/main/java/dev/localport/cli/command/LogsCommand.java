package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.api.Methods;
import dev.localport.cli.client.CliEnvironment;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.cli.render.Output;
import dev.localport.paths.LogTail;
import dev.localport.rpc.JsonObject;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * {@code localport logs}: the last lines of a log, and those that are written from now on. A log
 * can be read without a daemon: then most of all somebody wants to.
 */
public final class LogsCommand implements Callable<Integer> {
  private static final int LINES = 100;

  /** The key of an answer that has fewer lines than were asked for and than the file has. */
  static final String TRUNCATED = "truncated";

  /** Says so; with the file. */
  static final String LEFT_OUT = "older lines are left out; the whole log: %s";

  private final PositionalParamSpec name =
      Specs.word("NAME", "0", "0..1", "The service; none: the daemon.");
  private final OptionSpec lines =
      Specs.number("LINES", "How many of the last lines; 100 unless given.", "-n");
  private final OptionSpec follow = Specs.flag("Go on as lines are written.", "-f", "--follow");
  private final OptionSpec path = Specs.flag("Print where the file is.", "--path");
  private final CommandContext context;

  /** Takes what every command is given. */
  public LogsCommand(CommandContext context) {
    this.context = context;
  }

  /** Returns the model. */
  public CommandSpec spec() {
    return Specs.command(
            this,
            "logs",
            "Show the log of a service, or of the daemon.",
            "localport logs web --follow")
        .addPositional(name)
        .addOption(lines)
        .addOption(follow)
        .addOption(path);
  }

  @Override
  public Integer call() throws CommandException, UsageException {
    Output output = context.output();
    Path file = file();
    int count = Specs.number(lines, 0, LINES);
    if (Specs.isSet(path)) {
      printPath(output, file);
    } else if (Specs.isSet(follow)) {
      requireLines(output);
      new LogFollowing(context, Specs.find(name)).run(count);
    } else {
      print(output, file, query(file, count), count);
    }
    return ExitCode.OK;
  }

  private Path file() throws UsageException {
    String service = Specs.find(name);
    CliEnvironment surroundings = context.surroundings();
    try {
      return service == null
          ? surroundings.places().daemonLog()
          : surroundings.places().serviceLog(service);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private static void requireLines(Output output) throws UsageException {
    if (output.isJson()) {
      throw new UsageException("--follow prints lines; leave out --output");
    }
  }

  private JsonObject params(int count) {
    return JsonObject.builder().put("service", Specs.find(name)).put("lines", count).build();
  }

  private LogTail.Tail query(Path file, int count) throws CommandException {
    Optional<DaemonClient> found = context.daemons().find(CommandContext.NO_NOTIFICATIONS);
    if (found.isEmpty()) {
      return tail(file, count);
    }
    try (DaemonClient daemon = found.get()) {
      JsonObject answer = daemon.call(Methods.LOG_QUERY, params(count));
      return new LogTail.Tail(answer.texts("lines"), answer.flag(TRUNCATED, false));
    }
  }

  private LogTail.Tail tail(Path file, int count) throws CommandException {
    String label = context.surroundings().label(file);
    try {
      return LogTail.tail(file, count);
    } catch (NoSuchFileException e) {
      int exitCode = Specs.find(name) == null ? ExitCode.GENERAL : ExitCode.SERVICE;
      throw new CommandException(exitCode, "nothing was logged: there is no " + label, e);
    } catch (IOException e) {
      throw new CommandException(ExitCode.GENERAL, label + " cannot be read: " + e.getMessage(), e);
    }
  }

  private void print(Output output, Path file, LogTail.Tail tail, int count) {
    List<String> texts = tail.lines();
    if (output.isJson()) {
      output.result(
          JsonObject.builder().put("lines", texts).put(TRUNCATED, tail.truncated()).build());
    } else {
      output.result(texts);
    }
    if (texts.isEmpty() && count > 0) {
      output.note("nothing was logged yet");
    } else if (tail.truncated()) {
      output.note(LEFT_OUT.formatted(context.surroundings().label(file)));
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
