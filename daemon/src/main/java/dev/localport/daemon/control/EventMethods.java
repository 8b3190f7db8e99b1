package dev.localport.daemon.control;

import dev.localport.api.EventQuery;
import dev.localport.api.ExitCode;
import dev.localport.api.JournalEntry;
import dev.localport.api.ServiceStatus;
import dev.localport.config.form.Suggestion;
import dev.localport.daemon.journal.Journal;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcConnection;
import dev.localport.rpc.RpcException;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * {@code event.query}: what the journal holds, also of services that are not loaded any more.
 * Thread-safe.
 *
 * @param services every service that is loaded
 */
public record EventMethods(Journal journal, Supplier<List<ServiceStatus>> services) {

  /*
   * A page begins where the one before ended, by the event's number: events come and go meanwhile,
   * and none is left out or comes twice.
   */
  JsonObject query(JsonObject params, RpcConnection from) throws InterruptedException {
    EventQuery asked = EventQuery.from(params);
    long next = params.number("next", 0);
    long newest = journal.last();
    List<JournalEntry> found = read(next == 0 ? asked : asked.from(next));
    requireKnown(asked, found);
    JsonObject page =
        ReplyPages.page("events", found.stream().map(JournalEntry::toJson).toList(), 0).build();
    OptionalLong rest = page.findNumber("next");
    return JsonObject.builder()
        .putAll(page)
        .put("next", rest.isEmpty() ? null : found.get((int) rest.getAsLong()).sequence())
        .put("sequence", newest)
        .build();
  }

  private List<JournalEntry> read(EventQuery query) throws InterruptedException {
    try {
      return journal.read(query);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  static RpcException unreadable(IOException e) {
    return new RpcException(
        RpcException.FAILED, "the journal cannot be read: %s".formatted(e.getMessage()));
  }

  /* A service may have been removed from its file: its events are still there. */
  private void requireKnown(EventQuery asked, List<JournalEntry> found)
      throws InterruptedException {
    String name = asked.service();
    if (name == null || !found.isEmpty()) {
      return;
    }
    Collection<String> known = new TreeSet<>();
    services.get().forEach(service -> known.add(service.name()));
    if (!known.contains(name)) {
      read(EventQuery.ALL).stream()
          .map(JournalEntry::service)
          .forEach(service -> known.addAll(service == null ? List.of() : List.of(service)));
    }
    if (!known.contains(name)) {
      throw unknown(name, known);
    }
  }

  private static RpcException unknown(String name, Collection<String> known) {
    return RpcException.failed(
        ExitCode.SERVICE,
        "no service \"%s\"; %s"
            .formatted(
                name,
                Suggestion.find(name, known)
                    .map(meant -> "did you mean %s?".formatted(meant))
                    .orElse("see: localport status")));
  }
}
