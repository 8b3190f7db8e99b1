package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.api.HistoryQuery;
import dev.localport.api.ServiceHistory;
import dev.localport.cli.client.CommandException;
import dev.localport.history.Report;
import dev.localport.journal.JournalReader;
import dev.localport.rpc.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The history of services, from the journal's files while no daemon runs. */
record RecordedHistory(CommandContext context) {
  /**
   * Returns what the daemon would answer.
   *
   * @throws CommandException if the files cannot be read, or tell nothing of the service
   */
  JsonObject read(HistoryQuery query) throws CommandException {
    Path folder = context.surroundings().places().journalFolder();
    Report report = new Report(query);
    try {
      new JournalReader(folder).read(report::take);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.GENERAL,
          "the journal in %s cannot be read: %s"
              .formatted(context.surroundings().label(folder), e.getMessage()),
          e);
    }
    List<ServiceHistory> found = report.answer(context.surroundings().clock().instant());
    if (found.isEmpty() && query.service() != null) {
      throw new CommandException(
          ExitCode.SERVICE, "nothing was recorded of a service \"%s\"".formatted(query.service()));
    }
    return JsonObject.builder()
        .put("services", found.stream().map(ServiceHistory::toJson).toList())
        .put("next", null)
        .put("zone", query.zone().getId())
        .build();
  }
}
