package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.api.ServiceStatus;
import dev.localport.api.StatusReply;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.cli.client.Pages;
import dev.localport.cli.render.Output;
import dev.localport.cli.render.OutputFormat;
import dev.localport.cli.render.StatusView;
import dev.localport.rpc.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code localport status}: how the services are, once or again and again. */
public final class StatusCommand implements Callable<Integer> {
  private final PositionalParamSpec names =
      Specs.words("NAME", "0..*", "0..*", "Services by name (default: all).");
  private final OptionSpec tags =
      Specs.texts("TAG", "Services with this tag. Can be repeated.", "-t", "--tag");
  private final OptionSpec watch = Specs.flag("Open the screen of localport ui.", "-w", "--watch");
  private final OptionSpec plain =
      Specs.flag("With --watch: a table that is redrawn, until you press q.", "--plain");
  private final OptionSpec refresh =
      Specs.number("SECONDS", "Interval of --watch --plain (default: 1).", "--refresh");
  private final OptionSpec all = Specs.flag("Show stopped services too.", "-a", "--all");
  private final OptionSpec health = Specs.flag("Show health checks and heartbeats.", "--health");
  private final CommandContext context;

  /** Takes what every command is given. */
  public StatusCommand(CommandContext context) {
    this.context = context;
  }

  /** Returns the model. */
  public CommandSpec spec() {
    return Specs.command(
            this,
            "status",
            "Show service status.",
            "localport status",
            "localport status --watch",
            "localport status web -o json")
        .addPositional(names)
        .addOption(tags)
        .addOption(watch)
        .addOption(plain)
        .addOption(refresh)
        .addOption(all)
        .addOption(health);
  }

  @Override
  public Integer call() throws CommandException, UsageException {
    Output output = context.outputWithNames();
    Duration pause = Duration.ofSeconds(Specs.number(refresh, 1, 1));
    if (Specs.isSet(watch) && isInteractive(output)) {
      return new InteractiveScreen(context, filter(), Specs.isSet(health)).run(output);
    } else if (Specs.isSet(watch)) {
      Watching.requireScreen(output);
      try (DaemonClient daemon = context.daemon()) {
        return watch(daemon, output, pause);
      }
    }
    try (DaemonClient daemon = context.daemon()) {
      return once(daemon, output);
    }
  }

  /* What asks for a table of its own gets one. */
  private boolean isInteractive(Output output) throws UsageException {
    boolean isScreen =
        InteractiveScreen.isPossible(context, output)
            && output.format() == OutputFormat.TABLE
            && !Specs.isSet(plain);
    if (isScreen && refresh.getValue() != null) {
      throw new UsageException("--refresh needs --plain: the screen shows changes as they happen");
    }
    return isScreen;
  }

  private int once(DaemonClient daemon, Output output) throws CommandException {
    JsonObject whole = ask(daemon);
    JsonObject answer = filter().apply(whole);
    StatusReply status = shown(answer);
    if (output.isJson()) {
      output.result(answer);
    } else if (output.format() == OutputFormat.NAME) {
      output.result(status.services().stream().map(ServiceStatus::name).toList());
    } else if (filter().isAll() || !status.services().isEmpty()) {
      view(output).print(status, context.surroundings().clock().instant());
      status.notes().forEach(output::note);
    }
    return remarks(output, StatusReply.from(whole).services(), status);
  }

  /* Services that are named are shown even if they are stopped. */
  private StatusView view(Output output) {
    return new StatusView(output, Specs.isSet(health), Specs.isSet(all) || !filter().isAll());
  }

  /* Beside chosen services stand their clusters alone. */
  private StatusReply shown(JsonObject answer) {
    StatusReply status = StatusReply.from(answer);
    return filter().isAll() ? status : filter().withTheirClusters(status);
  }

  private int remarks(Output output, List<ServiceStatus> known, StatusReply status) {
    boolean areKnown = filter().printUnknown(output, known);
    if (areKnown && status.services().isEmpty() && !output.isJson()) {
      filter().nothing(known).forEach(output::note);
    }
    return areKnown ? ExitCode.OK : ExitCode.SERVICE;
  }

  private ServiceFilter filter() {
    return new ServiceFilter(Specs.names(names), Specs.names(tags));
  }

  private static JsonObject ask(DaemonClient daemon) throws CommandException {
    return Pages.status(daemon);
  }

  private int watch(DaemonClient daemon, Output output, Duration pause) throws CommandException {
    if (!filter().printUnknown(output, StatusReply.from(ask(daemon)).services())) {
      return ExitCode.SERVICE;
    }
    StatusView view = view(output);
    return Watching.run(
        context,
        daemon,
        asked -> {
          StatusReply now = shown(filter().apply(ask(asked)));
          return columns -> view.lines(now, context.surroundings().clock().instant(), columns);
        },
        pause);
  }
}
