package dev.localport.cli.command;

import dev.localport.api.EventQuery;
import dev.localport.api.ExitCode;
import dev.localport.api.JournalEntry;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.render.LogItem;
import dev.localport.config.form.Suggestion;
import dev.localport.journal.WantedEntries;
import dev.localport.logs.LogFilter;
import dev.localport.logs.LogPosition;
import dev.localport.logs.LogQuery;
import dev.localport.logs.LogReader;
import dev.localport.paths.Places;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The log files, read by a command while no daemon runs. */
record RecordedLogs(CommandContext context) {
  /**
   * Returns the last lines, the oldest first; none for a service of the file that logged nothing.
   *
   * @throws CommandException if they cannot be read, or if nothing has the name of the service or
   *     uses the context
   */
  List<LogItem> last(LogQuery query) throws CommandException {
    LogReader reader = reader(query);
    if (!reader.isThere()) {
      requireConfigured(query.service(), reader.log());
      return List.of();
    }
    LogFilter filter = filter(query);
    try {
      List<LogItem> found = behind(reader, reader.beginOfLast(query.most(), filter), filter);
      if (found.isEmpty()) {
        new RecordedEvents(context).requireContext(query.context());
      }
      return found;
    } catch (IOException e) {
      throw unreadable(reader.log(), e);
    }
  }

  /** Returns the lines behind a position, the oldest first. */
  List<LogItem> behind(LogQuery query, LogPosition position) throws CommandException {
    LogReader reader = reader(query);
    try {
      return behind(reader, position, filter(query));
    } catch (IOException e) {
      throw unreadable(reader.log(), e);
    }
  }

  /** Returns what the journal recorded. */
  List<LogItem> events(EventQuery query) throws CommandException {
    return entries(query).stream().<LogItem>map(LogItem.Event::new).toList();
  }

  private LogReader reader(LogQuery query) {
    Places places = context.surroundings().places();
    String service = query.service();
    return new LogReader(service == null ? places.daemonLog() : places.serviceLog(service));
  }

  private LogFilter filter(LogQuery query) throws CommandException {
    String name = query.context();
    return LogFilter.of(query, name == null ? Set.of() : servicesOf(name));
  }

  private static List<LogItem> behind(LogReader reader, LogPosition from, LogFilter filter)
      throws IOException {
    List<LogItem> items = new ArrayList<>();
    LogReader.Reached _ =
        reader.read(from, filter, (entry, _) -> items.addAll(LogItem.Line.of(entry.lines())));
    return items;
  }

  private Set<String> servicesOf(String name) throws CommandException {
    Set<String> names = new TreeSet<>();
    entries(new EventQuery(null, name, Set.of(), null, 0, 0)).stream()
        .map(JournalEntry::service)
        .filter(Objects::nonNull)
        .forEach(names::add);
    new CompletionValues(context)
        .configured().stream()
            .filter(service -> name.equals(service.target().context()))
            .forEach(service -> names.add(service.name()));
    return names;
  }

  private List<JournalEntry> entries(EventQuery query) throws CommandException {
    WantedEntries wanted = new WantedEntries(query);
    new RecordedEvents(context).all(wanted);
    return wanted.all();
  }

  private void requireConfigured(@Nullable String service, Path file) throws CommandException {
    String label = context.surroundings().label(file);
    if (service == null) {
      throw new CommandException(
          ExitCode.GENERAL, "nothing was logged: there is no %s".formatted(label));
    }
    Collection<String> known = new TreeSet<>();
    new CompletionValues(context).configured().forEach(one -> known.add(one.name()));
    if (!known.contains(service)) {
      throw notThere(service, label, known);
    }
  }

  private CommandException notThere(String service, String label, Collection<String> known)
      throws CommandException {
    new LogList(context)
        .files()
        .forEach(row -> known.addAll(row.service() == null ? List.of() : List.of(row.service())));
    String hint =
        Suggestion.find(service, known)
            .filter(meant -> !meant.equals(service))
            .map(meant -> "; did you mean %s?".formatted(meant))
            .orElse("");
    return new CommandException(
        ExitCode.SERVICE,
        "nothing was logged about %s: there is no %s%s".formatted(service, label, hint));
  }

  private CommandException unreadable(Path path, IOException e) {
    return new CommandException(
        ExitCode.GENERAL,
        "%s cannot be read: %s".formatted(context.surroundings().label(path), e.getMessage()),
        e);
  }
}
