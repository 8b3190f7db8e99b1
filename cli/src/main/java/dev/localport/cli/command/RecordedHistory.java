package dev.localport.cli.command;

import dev.localport.api.ContextRecovery;
import dev.localport.api.ExitCode;
import dev.localport.api.HistoryQuery;
import dev.localport.api.ServiceHistory;
import dev.localport.cli.client.CommandException;
import dev.localport.history.Report;
import dev.localport.rpc.JsonObject;
import java.time.Instant;
import java.util.List;

/** The history of services, from the journal's files while no daemon runs. */
record RecordedHistory(CommandContext context) {
  /**
   * Returns what the daemon would answer.
   *
   * @throws CommandException if the files cannot be read, or tell nothing of the service
   */
  JsonObject read(HistoryQuery query) throws CommandException {
    Report report = new Report(query);
    new RecordedEvents(context).all(report::take);
    Instant now = context.surroundings().clock().instant();
    List<ServiceHistory> found = report.answer(now);
    if (found.isEmpty() && query.service() != null) {
      throw new CommandException(
          ExitCode.SERVICE, "nothing was recorded of a service \"%s\"".formatted(query.service()));
    }
    return JsonObject.builder()
        .put("services", found.stream().map(ServiceHistory::toJson).toList())
        .put("contexts", report.contexts(now).stream().map(ContextRecovery::toJson).toList())
        .put("next", null)
        .put("zone", query.zone().getId())
        .build();
  }
}
