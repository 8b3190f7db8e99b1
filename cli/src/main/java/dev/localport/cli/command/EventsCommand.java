package dev.localport.cli.command;

import dev.localport.api.EventQuery;
import dev.localport.api.ExitCode;
import dev.localport.api.JournalEntry;
import dev.localport.api.JournalType;
import dev.localport.api.Methods;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.cli.client.Pages;
import dev.localport.cli.render.JournalView;
import dev.localport.cli.render.Output;
import dev.localport.config.form.Suggestion;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * {@code localport events}: what happened to services and clusters, and what happens from now on.
 * It works without a daemon, too: then you want to know what happened before it ended.
 */
public final class EventsCommand implements Callable<Integer> {
  private static final int EVENTS = 100;

  private final PositionalParamSpec name =
      Specs.word("NAME", "0", "0..1", "Only events of this service.");
  private final OptionSpec kubeContext =
      Specs.text("CONTEXT", "Only events in this kube context.", "--context");
  private final OptionSpec since =
      Specs.text("TIME", "Only events within this time: 30m, 1h, 2d.", "--since");
  private final OptionSpec types =
      Specs.texts("EVENT", "Only events of this type. Can be repeated.", "--type");
  private final OptionSpec limit =
      Specs.number(
          "NUMBER", "Number of newest events (default: 100; with --since: all).", "-n", "--limit");
  private final OptionSpec follow =
      Specs.flag("Print new events as they happen.", "-f", "--follow");
  private final CommandContext context;

  /** Takes what every command is given. */
  public EventsCommand(CommandContext context) {
    this.context = context;
  }

  /** Returns the model. */
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
                this,
                "events",
                "Show what happened to services and clusters.",
                "localport events web --since 1h",
                "localport events --type disconnected --type reconnected",
                "localport events -f -o json")
            .addPositional(name)
            .addOption(kubeContext)
            .addOption(since)
            .addOption(types)
            .addOption(limit)
            .addOption(follow);
    spec.usageMessage()
        .description(
            spec.usageMessage().description()[0],
            "Types: " + String.join(", ", JournalType.words()) + ".");
    return spec;
  }

  @Override
  public Integer call() throws CommandException, UsageException {
    Output output = context.output();
    Instant now = context.surroundings().clock().instant();
    EventQuery query = query(now);
    JournalView view = new JournalView(output, ZoneId.systemDefault());
    if (Specs.isSet(follow)) {
      new EventFollowing(context, query, view).run(isNewOnly());
      return ExitCode.OK;
    }
    List<JournalEntry> found = ask(query);
    view.print(found, now);
    if (found.isEmpty() && !output.isJson()) {
      output.note("no matching events");
    }
    return ExitCode.OK;
  }

  private EventQuery query(Instant now) throws UsageException {
    Instant begin = Since.find(since, now);
    int most = Specs.number(limit, Specs.isSet(follow) ? 0 : 1, begin == null ? EVENTS : 0);
    return new EventQuery(Specs.name(name), Specs.name(kubeContext), types(), begin, 0, most);
  }

  /* With a limit of none, what was recorded is not wanted at all. */
  private boolean isNewOnly() throws UsageException {
    return Specs.number(limit, 0, EVENTS) == 0;
  }

  private Set<JournalType> types() throws UsageException {
    Set<JournalType> chosen = new HashSet<>();
    for (String word : Specs.list(types)) {
      JournalType type = JournalType.find(word);
      if (type == null) {
        String hint =
            Suggestion.find(word, JournalType.words())
                .map(meant -> "did you mean " + meant + "?")
                .orElse("use " + String.join(", ", JournalType.words()));
        throw new UsageException("--type: invalid value \"%s\"; %s".formatted(word, hint));
      }
      chosen.add(type);
    }
    return chosen;
  }

  private List<JournalEntry> ask(EventQuery query) throws CommandException {
    Optional<DaemonClient> found = context.daemons().find(CommandContext.NO_NOTIFICATIONS);
    if (found.isEmpty()) {
      context.output().note("the daemon is not running; these are the events that it recorded");
      return new RecordedEvents(context).read(query);
    }
    try (DaemonClient daemon = found.get()) {
      return Pages.all(daemon, Methods.EVENT_QUERY, query.toJson(), "events")
          .objects("events")
          .stream()
          .map(JournalEntry::from)
          .filter(Objects::nonNull)
          .toList();
    }
  }
}
