package dev.localport.cli.command;

import dev.localport.api.Caller;
import dev.localport.api.ExitCode;
import dev.localport.api.ServiceStatus;
import dev.localport.api.StatusReply;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.cli.client.Daemons;
import dev.localport.cli.client.Found;
import dev.localport.cli.client.Pages;
import dev.localport.cli.render.Output;
import dev.localport.cli.ui.UiSession;
import dev.localport.rpc.RpcClient;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code localport ui}: the interactive screen. */
public final class UiCommand implements Callable<Integer> {
  private final PositionalParamSpec names =
      Specs.words("NAME", "0..*", "0..*", "Services by name (default: all).");
  private final OptionSpec tags =
      Specs.texts("TAG", "Services with this tag. Can be repeated.", "-t", "--tag");
  private final CommandContext context;

  /** Takes what every command is given. */
  public UiCommand(CommandContext context) {
    this.context = context;
  }

  /** Returns the model. */
  public CommandSpec spec() {
    return Specs.command(
            this,
            "ui",
            "Show services on an interactive screen.",
            "localport ui",
            "localport ui --tag data")
        .addPositional(names)
        .addOption(tags);
  }

  @Override
  public Integer call() throws CommandException, UsageException {
    Output output = context.output();
    if (!output.isTerminal() || output.isJson()) {
      throw new UsageException("ui needs a terminal; for scripts: localport status -o json");
    }
    if (!areKnown(output)) {
      return ExitCode.SERVICE;
    }
    Caller caller = new UserFile(context.surroundings(), context.options().config()).caller();
    return UiSession.run(
        this::findDaemon,
        caller,
        wanted(),
        context.surroundings().clock(),
        ZoneId.systemDefault(),
        output.isAscii());
  }

  /* A screen that stays empty would not say that a name was mistyped. */
  private boolean areKnown(Output output) throws CommandException {
    List<String> named = Specs.names(names);
    if (named.isEmpty()) {
      return true;
    }
    Optional<DaemonClient> found = findDaemon(CommandContext.NO_NOTIFICATIONS, true);
    if (found.isEmpty()) {
      return true; // the screen waits for a daemon, and shows what it has
    }
    try (DaemonClient daemon = found.get()) {
      return new ServiceFilter(named, Specs.names(tags))
          .printUnknown(output, StatusReply.from(Pages.status(daemon)).services());
    }
  }

  private Predicate<ServiceStatus> wanted() {
    List<String> named = Specs.names(names);
    List<String> tagged = Specs.names(tags);
    return service ->
        (named.isEmpty() && tagged.isEmpty())
            || named.contains(service.name())
            || service.tags().stream().anyMatch(tagged::contains);
  }

  private Optional<DaemonClient> findDaemon(RpcClient.Listener listener, boolean mayStart)
      throws CommandException {
    Found found = context.daemons().look(listener);
    Optional<DaemonClient> running = Daemons.usable(found);
    return running.isEmpty() && mayStart && found.equals(new Found.None(true))
        ? Optional.of(context.startedDaemon(listener, DaemonNews.NONE))
        : running;
  }
}
