package dev.localport.cli.command;

import dev.localport.api.ContextRecovery;
import dev.localport.api.EventQuery;
import dev.localport.api.ExitCode;
import dev.localport.api.HistoryQuery;
import dev.localport.api.ServiceHistory;
import dev.localport.cli.client.CommandException;
import dev.localport.history.Report;
import dev.localport.rpc.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** The history of services, from the journal's files while no daemon runs. */
record RecordedHistory(CommandContext context) {
  /**
   * Returns what the daemon would answer.
   *
   * @throws CommandException if the files cannot be read, or have nothing about the service
   */
  JsonObject read(HistoryQuery query) throws CommandException {
    Report report = new Report(query);
    RecordedEvents recorded = new RecordedEvents(context);
    recorded.requireContext(query.context());
    recorded.all(report::take);
    Instant now = context.surroundings().clock().instant();
    List<ServiceHistory> found = report.answer(now);
    if (found.isEmpty() && query.service() != null) {
      var _ = recorded.read(new EventQuery(query.service(), null, Set.of(), null, 0, 1));
      throw new CommandException(
          ExitCode.SERVICE, "nothing was recorded about %s".formatted(query.service()));
    }
    return JsonObject.builder()
        .put("services", found.stream().map(ServiceHistory::toJson).toList())
        .put("contexts", report.contexts(now).stream().map(ContextRecovery::toJson).toList())
        .put("next", null)
        .put("zone", query.zone().getId())
        .build();
  }
}
