package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.api.Selection;
import dev.localport.api.ServiceStatus;
import dev.localport.api.ServicesReply;
import dev.localport.api.StartRequest;
import dev.localport.api.Waiting;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.cli.render.Output;
import dev.localport.rpc.RpcClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * {@code localport run}: a command, with the services that it needs for as long as it runs.
 *
 * <p>Standard output is the command's alone.
 */
public final class RunCommand implements Callable<Integer> {
  private static final String SEPARATOR = "--";
  private static final int PATIENCE_SECONDS = 30;

  private final PositionalParamSpec names =
      Specs.words("NAME", "0..*", "0..*", "The services that the command needs.");
  private final PositionalParamSpec command =
      Specs.words(
          "-- COMMAND",
          "0..*",
          "1..*",
          "The command and its arguments, behind two dashes, so that its options stay its own.");
  private final OptionSpec tags =
      Specs.texts("TAG", "Services with this tag. Can be repeated.", "-t", "--tag");
  private final OptionSpec timeout =
      Specs.number("SECONDS", "Longest wait for the services (default: 30).", "--timeout");
  private final OptionSpec yes =
      Specs.flag("Start services with confirm: true without asking.", "--yes");
  private final CommandSpec spec;
  private final CommandContext context;

  /** What was typed on both sides of the dashes. */
  private record Typed(Selection selection, List<String> command) {
    Typed {
      command = List.copyOf(command);
    }
  }

  /** Takes what every command is given. */
  public RunCommand(CommandContext context) {
    this.context = context;
    this.spec =
        Specs.command(
            this,
            "run",
            "Run a command with the services it needs, and stop them afterwards.",
            "localport run orders-db -- ./mvnw verify",
            "localport run -t data --timeout 60 -- npm test",
            "localport run web orders-db -- sh -c 'curl $SHOP_URL'");
  }

  /** Returns the model. */
  public CommandSpec spec() {
    spec.usageMessage()
        .description(
            spec.usageMessage().description()[0],
            "The command gets the variables of localport env. Its exit code is that of run.");
    return spec.addPositional(names)
        .addPositional(command)
        .addOption(tags)
        .addOption(timeout)
        .addOption(yes);
  }

  @Override
  public Integer call() throws CommandException, UsageException {
    Output output = context.options().besideAnother(context.console());
    Typed typed = typed();
    CommandPath.require(context.surroundings(), typed.command().getFirst());
    UserFile userFile = new UserFile(context.surroundings(), context.options().config());
    UserFile.Chosen file = userFile.findChecked(output);
    StartRequest request = request(typed.selection(), userFile, file);
    ActingProgress progress =
        new ActingProgress(output, "starting", context.surroundings().clock(), true);
    try (progress;
        DaemonClient daemon = context.startedDaemon(listener(output, progress), progress.news())) {
      Starting.Started started = new Starting(output, progress, "").start(daemon, request);
      FileWarnings printed = file == null ? FileWarnings.NONE : file.warnings();
      ActingAnswer answer = new ActingAnswer(output, started.answer(), progress, printed);
      List<ServiceStatus> services = ServicesReply.from(started.answer()).services();
      int exitCode = exitCode(answer.printServices(), typed.selection(), services);
      if (exitCode != ExitCode.OK) {
        output.error(notRun(typed.command().getFirst(), services));
        return exitCode;
      }
      return run(output, daemon, started.request(), services, typed.command());
    }
  }

  private StartRequest request(
      Selection selection, UserFile userFile, UserFile.@Nullable Chosen file)
      throws CommandException, UsageException {
    Duration patience = Duration.ofSeconds(Specs.number(timeout, 0, PATIENCE_SECONDS));
    StartRequest request =
        StartRequest.of(selection, file == null ? userFile.caller() : file.caller())
            .loading(file == null ? null : file.path().toString())
            .saying(file == null ? null : file.text())
            .waiting(new Waiting(patience, false))
            .untilItEnds();
    return Specs.isSet(yes) ? request.withConsent() : request;
  }

  private static RpcClient.Listener listener(Output output, ActingProgress progress) {
    RpcClient.Listener stops = HeldServices.stops(output);
    return (method, params) -> {
      progress.onNotification(method, params);
      stops.onNotification(method, params);
    };
  }

  private int run(
      Output output,
      DaemonClient daemon,
      StartRequest request,
      List<ServiceStatus> services,
      List<String> words)
      throws CommandException {
    PortVariables variables = PortVariables.ask(daemon, services);
    variables.taken().forEach(output::error);
    List<String> held = services.stream().map(ServiceStatus::name).toList();
    try (HeldServices _ = HeldServices.keep(context, output, request, held, daemon)) {
      return new ChildCommand(output, words).run(context.surroundings(), variables.values());
    }
  }

  /* What this command has started is stopped by then: explain would only say so. */
  private static String notRun(String command, List<ServiceStatus> services) {
    List<String> notReady =
        services.stream()
            .filter(service -> !ActingAnswer.isUsable(service))
            .map(ServiceStatus::name)
            .toList();
    return notReady.isEmpty()
        ? command + " was not run"
        : "%s was not run: %s %s not ready; to find out why: localport start %s"
            .formatted(
                command,
                String.join(", ", notReady),
                notReady.size() == 1 ? "is" : "are",
                String.join(" ", notReady));
  }

  /* A disabled service is only a note to start, and is missing here all the same. */
  private static int exitCode(int answered, Selection wanted, List<ServiceStatus> services) {
    List<String> there = services.stream().map(ServiceStatus::name).toList();
    boolean complete = !there.isEmpty() && there.containsAll(wanted.names());
    return answered == ExitCode.OK && !complete ? ExitCode.SERVICE : answered;
  }

  /** Separates what picocli has read as one list: behind the dashes it knows no options. */
  private Typed typed() throws UsageException {
    List<String> line = spec.commandLine().getParseResult().originalArgs();
    int dashes = line.indexOf(SEPARATOR);
    List<String> words = Specs.list(names);
    int count = dashes < 0 ? 0 : line.size() - dashes - 1;
    if (count == 0) {
      throw new UsageException(
          "no command; write it behind two dashes: localport run %s -- COMMAND"
              .formatted(words.isEmpty() ? "NAME" : String.join(" ", words)));
    }
    List<String> services = words.subList(0, words.size() - count);
    if (services.contains("")) {
      throw new UsageException("NAME is empty; is a variable of your shell not set?");
    }
    Selection selection = new Selection(services, Specs.names(tags), false, null);
    if (SelectionArguments.isEmpty(selection)) {
      throw new UsageException("no service; name those that the command needs, or a tag with -t");
    }
    return new Typed(selection, words.subList(words.size() - count, words.size()));
  }
}
