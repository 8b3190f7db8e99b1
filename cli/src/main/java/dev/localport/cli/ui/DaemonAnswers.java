package dev.localport.cli.ui;

import dev.localport.api.Caller;
import dev.localport.api.EventQuery;
import dev.localport.api.Explanation;
import dev.localport.api.JournalEntry;
import dev.localport.api.Methods;
import dev.localport.api.Selection;
import dev.localport.api.ServiceStatus;
import dev.localport.api.ServicesReply;
import dev.localport.api.StartRequest;
import dev.localport.api.StatusReply;
import dev.localport.api.Waiting;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.cli.client.Pages;
import dev.localport.cli.render.ServiceDetails;
import dev.localport.cli.render.ServiceWords;
import dev.localport.logs.LogQuery;
import dev.localport.rpc.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Asks the daemon for what the screen wants, and makes an event of the answer.
 *
 * @param caller what this shell lends to the services that are started here
 */
record DaemonAnswers(Caller caller, InstantSource clock, ZoneId zone) {
  private static final int EVENTS = 10;
  private static final int LOG_LINES = 300;
  private static final int LOG_TAIL = 5;

  /**
   * Returns what the daemon answered.
   *
   * @throws CommandException if it refuses, or is gone
   */
  UiEvent ask(DaemonClient daemon, UiRequest request) throws CommandException {
    return switch (request) {
      case UiRequest.Refresh() -> new UiEvent.Status(StatusReply.from(Pages.status(daemon)));
      case UiRequest.Details(ServiceStatus service) ->
          new UiEvent.Details(service.name(), details(daemon, service));
      case UiRequest.Log(String service) -> new UiEvent.Log(service, log(daemon, service));
      case UiRequest.Act act -> act(daemon, act);
    };
  }

  private TextPane.Content details(DaemonClient daemon, ServiceStatus service)
      throws CommandException {
    JsonObject params = JsonObject.builder().put("name", service.name()).build();
    Explanation explanation =
        Explanation.from(Pages.all(daemon, Methods.EXPLAIN, params, "findings"));
    EventQuery query = new EventQuery(service.name(), null, Set.of(), null, 0, EVENTS);
    List<JournalEntry> events =
        Pages.all(daemon, Methods.EVENT_QUERY, query.toJson(), "events").objects("events").stream()
            .map(JournalEntry::from)
            .filter(Objects::nonNull)
            .toList();
    List<String> log = logOf(daemon, service.name(), LOG_TAIL);
    Instant now = clock.instant();
    return columns ->
        new ServiceDetails(columns, now, zone).lines(explanation, service, events, log);
  }

  private TextPane.Content log(DaemonClient daemon, String name) throws CommandException {
    List<String> texts = logOf(daemon, name, LOG_LINES);
    Instant now = clock.instant();
    return columns ->
        texts.isEmpty()
            ? List.of("nothing was logged yet")
            : new ServiceDetails(columns, now, zone).log(name, texts);
  }

  private static List<String> logOf(DaemonClient daemon, String name, int lines)
      throws CommandException {
    LogQuery query = new LogQuery(name, null, null, null, null, lines);
    return daemon.call(Methods.LOG_QUERY, query.toJson()).texts("lines");
  }

  private UiEvent act(DaemonClient daemon, UiRequest.Act act) throws CommandException {
    Selection selection = new Selection(List.of(act.service()), List.of(), false, null);
    try {
      ServicesReply reply = ServicesReply.from(act(daemon, act, selection));
      return new UiEvent.Done(said(act, reply));
    } catch (CommandException e) {
      if (act.confirmed() || e.details().texts("confirm").isEmpty()) {
        throw e;
      }
      return new UiEvent.ConfirmationNeeded(act);
    }
  }

  private JsonObject act(DaemonClient daemon, UiRequest.Act act, Selection selection)
      throws CommandException {
    StartRequest start = StartRequest.of(selection, caller);
    return switch (act.verb()) {
      case START -> Pages.start(daemon, act.confirmed() ? start.withConsent() : start);
      case STOP -> Pages.all(daemon, Methods.STOP, selection.toJson(), "services");
      case RESTART -> again(daemon, Methods.RESTART, selection);
      case RECONNECT -> again(daemon, Methods.RECONNECT, selection);
    };
  }

  private JsonObject again(DaemonClient daemon, String method, Selection selection)
      throws CommandException {
    JsonObject params =
        JsonObject.builder()
            .putAll(selection.toJson())
            .put("environment", caller.environment().toJson())
            .putAll(Waiting.NONE.toJson())
            .build();
    return Pages.all(daemon, method, params, "services");
  }

  private static String said(UiRequest.Act act, ServicesReply reply) {
    if (!reply.notes().isEmpty()) {
      return reply.notes().getFirst();
    }
    return reply.services().isEmpty()
        ? "%s: nothing to %s".formatted(act.service(), act.verb().word())
        : "%s: %s".formatted(act.service(), ServiceWords.brief(reply.services().getFirst()));
  }
}
