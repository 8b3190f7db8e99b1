package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.api.Failure;
import dev.localport.api.Methods;
import dev.localport.api.Selection;
import dev.localport.api.ServiceStatus;
import dev.localport.api.ServicesReply;
import dev.localport.api.StartRequest;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.cli.render.Output;
import dev.localport.cli.render.ServiceWords;
import dev.localport.rpc.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code localport start}: loads the user's file, starts services, and waits until they are up. */
public final class StartCommand implements Callable<Integer> {
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private final SelectionArguments which = new SelectionArguments();
  private final OptionSpec wait =
      OptionSpec.builder("--wait")
          .negatable(true)
          .type(Boolean.class)
          .arity("0")
          .description("Wait until the services are up, or not; the default is to wait.")
          .build();
  private final OptionSpec timeout =
      Specs.number("SECONDS", "How long to wait; 10 unless given.", "--timeout");
  private final OptionSpec yes =
      Specs.flag("Start services that are marked confirm without asking.", "--yes");
  private final CommandContext context;

  /** Takes what every command is given. */
  public StartCommand(CommandContext context) {
    this.context = context;
  }

  /** Returns the model. */
  public CommandSpec spec() {
    String description =
        "Start services; without names, those of the file that start by themselves.";
    return which
        .addTo(Specs.command(this, "start", description, "localport start --tag data"))
        .addOption(wait)
        .addOption(timeout)
        .addOption(yes);
  }

  @Override
  public Integer call() throws CommandException, UsageException {
    Output output = context.output();
    UserFile userFile = new UserFile(context.surroundings(), context.options().config());
    UserFile.Chosen file = userFile.findChecked(output);
    Selection selection = which.selection();
    if (file == null && SelectionArguments.isEmpty(selection)) {
      throw new UsageException(
          "nothing to start: no name, no tag, and no configuration file; write localport.yaml, or"
              + " name a file with --config");
    }
    Duration patience = patience();
    StartRequest request =
        StartRequest.of(selection, file == null ? userFile.caller() : file.caller())
            .loading(file == null ? null : file.path().toString())
            .saying(file == null ? null : file.text())
            .waiting(patience);
    try (DaemonClient daemon = context.startedDaemon()) {
      return print(output, start(daemon, output, request), patience);
    }
  }

  private JsonObject start(DaemonClient daemon, Output output, StartRequest request)
      throws CommandException {
    StartRequest agreed = Specs.isSet(yes) ? request.withConsent() : request;
    try {
      return daemon.call(Methods.START, agreed.toJson(), request.patience());
    } catch (CommandException refused) {
      List<String> asking = refused.details().texts("confirm");
      if (asking.isEmpty() || !output.isTerminal()) {
        throw refused;
      } else if (!output.isConfirmed("start %s?".formatted(String.join(", ", asking)))) {
        throw new CommandException(ExitCode.GENERAL, "nothing was started");
      }
    }
    return daemon.call(Methods.START, agreed.withConsent().toJson(), request.patience());
  }

  private Duration patience() throws UsageException {
    @Nullable Boolean waits = wait.getValue();
    int seconds = Specs.number(timeout, 0, (int) PATIENCE.toSeconds());
    return waits != null && !waits ? Duration.ZERO : Duration.ofSeconds(seconds);
  }

  private static int print(Output output, JsonObject answer, Duration patience) {
    ServicesReply reply = ServicesReply.from(answer);
    if (output.isJson()) {
      output.result(answer);
    }
    boolean waited = !patience.isZero();
    for (ServiceStatus service : reply.services()) {
      print(output, service, waited);
    }
    return SelectionArguments.printRemarks(output, reply, exitCode(reply, waited));
  }

  /* Where nothing but the configuration is in the way, that is what the exit code says. */
  private static int exitCode(ServicesReply reply, boolean waited) {
    List<ServiceStatus> down = waited ? SelectionArguments.notUp(reply) : List.of();
    if (!reply.unknown().isEmpty()) {
      return ExitCode.SERVICE;
    } else if (down.isEmpty()) {
      return ExitCode.OK;
    }
    return down.stream().allMatch(StartCommand::isMisconfigured)
        ? ExitCode.CONFIGURATION
        : ExitCode.SERVICE;
  }

  private static boolean isMisconfigured(ServiceStatus service) {
    Failure failure = service.lastError();
    return failure != null && failure.kind().exitCode() == ExitCode.CONFIGURATION;
  }

  private static void print(Output output, ServiceStatus service, boolean waited) {
    if (!service.isUp() && waited) {
      output.error(ServiceWords.trouble(service));
    } else if (!service.isUp()) {
      output.note(ServiceWords.trouble(service));
    } else if (!output.isJson()) {
      output.result(ServiceWords.ports(service));
    }
  }
}
