package dev.localport.cli.command;

import dev.localport.api.ContextRecovery;
import dev.localport.api.ExitCode;
import dev.localport.api.HistoryQuery;
import dev.localport.api.Methods;
import dev.localport.api.ServiceHistory;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.cli.client.Daemons;
import dev.localport.cli.client.Found;
import dev.localport.cli.client.Pages;
import dev.localport.cli.render.HistoryView;
import dev.localport.cli.render.Output;
import dev.localport.rpc.JsonObject;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * {@code localport history}: the outages of services, and how available they were day by day. It
 * works while the daemon is stopped, too.
 */
public final class HistoryCommand implements Callable<Integer> {
  private static final int OUTAGES = 100;

  private final PositionalParamSpec name =
      Specs.word("NAME", "0", "0..1", "Only this service (default: all).");
  private final OptionSpec kubeContext =
      Specs.text("CONTEXT", "Only services in this kube context.", "--context");
  private final OptionSpec since =
      Specs.text("TIME", "Only outages and days within this time: 8h, 7d.", "--since");
  private final OptionSpec limit =
      Specs.number(
          "NUMBER",
          "Number of newest outages per service, at most 500 (default: 100).",
          "-n",
          "--limit");
  private final CommandContext context;

  /** Takes what every command is given. */
  public HistoryCommand(CommandContext context) {
    this.context = context;
  }

  /** Returns the model. */
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
                this,
                "history",
                "Show outages and daily availability of services.",
                "localport history",
                "localport history web --since 7d",
                "localport history --context prod -o json")
            .addPositional(name)
            .addOption(kubeContext)
            .addOption(since)
            .addOption(limit);
    spec.usageMessage()
        .description(
            spec.usageMessage().description()[0],
            "Outages that services share are one line; -o wide shows each by itself.");
    return spec;
  }

  @Override
  public Integer call() throws CommandException, UsageException {
    Output output = context.output();
    Instant now = context.surroundings().clock().instant();
    ZoneId zone = ZoneId.systemDefault();
    HistoryQuery query =
        new HistoryQuery(
            Specs.name(name),
            Specs.name(kubeContext),
            Since.find(since, now),
            zone,
            Math.min(HistoryQuery.MOST, Specs.number(limit, 1, OUTAGES)));
    JsonObject answer = ask(query);
    if (output.isJson()) {
      output.result(answer);
    } else {
      List<ServiceHistory> services =
          answer.objects("services").stream().map(ServiceHistory::from).toList();
      List<ContextRecovery> contexts =
          answer.objects("contexts").stream().map(ContextRecovery::from).toList();
      new HistoryView(output, now, zone).print(services, contexts, query.service() != null);
    }
    return ExitCode.OK;
  }

  private JsonObject ask(HistoryQuery query) throws CommandException {
    Found found = context.daemons().look(CommandContext.NO_NOTIFICATIONS);
    Optional<DaemonClient> running = Daemons.usable(found);
    if (found.equals(new Found.None(false))) {
      context.output().note("the daemon is not running; this is the history that it recorded");
      return new RecordedHistory(context).read(query);
    }
    // after a crash one is started, which records when that was
    try (DaemonClient daemon = running.isPresent() ? running.get() : context.daemon()) {
      return ask(daemon, query);
    }
  }

  private static JsonObject ask(DaemonClient daemon, HistoryQuery query) throws CommandException {
    return Pages.all(daemon, Methods.HISTORY_QUERY, query.toJson(), "services");
  }
}
