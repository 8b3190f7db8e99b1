package dev.localport.cli.command;

import dev.localport.api.EventQuery;
import dev.localport.api.ExitCode;
import dev.localport.api.JournalEntry;
import dev.localport.cli.client.CommandException;
import dev.localport.config.ServiceConfig;
import dev.localport.config.form.Suggestion;
import dev.localport.journal.JournalReader;
import dev.localport.journal.WantedEntries;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The journal's files, read by a command while no daemon runs. */
record RecordedEvents(CommandContext context) {
  /**
   * Returns what was recorded, the oldest first.
   *
   * @throws CommandException if the files cannot be read, or if nothing has the name of the service
   *     or uses the context
   */
  List<JournalEntry> read(EventQuery query) throws CommandException {
    WantedEntries wanted = new WantedEntries(query);
    Collection<String> names = new TreeSet<>();
    Collection<String> contexts = new TreeSet<>();
    all(entry -> {
      wanted.accept(entry);
      add(names, entry.service());
      add(contexts, entry.context());
    });
    for (ServiceConfig service : new CompletionValues(context).configured()) {
      add(names, service.name());
      add(contexts, service.target().context());
    }
    requireKnown(query, names);
    UnknownNames.requireContext(query.context(), contexts);
    return wanted.all();
  }

  private static void add(Collection<String> known, @Nullable String name) {
    if (name != null) {
      known.add(name);
    }
  }

  /**
   * Ends the command if a context was named that is in no event and in no service of the file.
   *
   * @param context null: none was named
   */
  void requireContext(@Nullable String context) throws CommandException {
    if (context != null) {
      var _ = read(new EventQuery(null, context, Set.of(), null, 0, 1));
    }
  }

  /**
   * Reads every entry, the oldest first.
   *
   * @throws CommandException if the files cannot be read
   */
  void all(Consumer<JournalEntry> reader) throws CommandException {
    Path folder = context.surroundings().places().journalFolder();
    try {
      new JournalReader(folder).read(reader);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.GENERAL,
          "the journal in %s cannot be read: %s"
              .formatted(context.surroundings().label(folder), e.getMessage()),
          e);
    }
  }

  private static void requireKnown(EventQuery query, Collection<String> names)
      throws CommandException {
    String name = query.service();
    if (name != null && !names.contains(name)) {
      String meant = Suggestion.find(name, names).orElse(null);
      throw new CommandException(ExitCode.SERVICE, UnknownNames.service(name, meant));
    }
  }
}
