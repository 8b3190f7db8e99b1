package dev.localport.cli.command;

import dev.localport.api.EventQuery;
import dev.localport.api.ExitCode;
import dev.localport.api.JournalEntry;
import dev.localport.cli.client.CommandException;
import dev.localport.config.form.Suggestion;
import dev.localport.journal.JournalReader;
import dev.localport.journal.WantedEntries;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;

/** The journal's files, read by a command while no daemon runs. */
record RecordedEvents(CommandContext context) {
  /**
   * Returns what was recorded, the oldest first.
   *
   * @throws CommandException if the files cannot be read, or if nothing has the name of the service
   */
  List<JournalEntry> read(EventQuery query) throws CommandException {
    WantedEntries wanted = new WantedEntries(query);
    Collection<String> names = new TreeSet<>();
    all(entry -> {
      wanted.accept(entry);
      names.addAll(entry.service() == null ? List.of() : List.of(entry.service()));
    });
    new CompletionValues(context).configured().forEach(service -> names.add(service.name()));
    requireKnown(query, names);
    return wanted.all();
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
      String hint =
          Suggestion.find(name, names)
              .map(meant -> "did you mean " + meant + "?")
              .orElse("see: localport status");
      throw new CommandException(ExitCode.SERVICE, "no service \"%s\"; %s".formatted(name, hint));
    }
  }
}
