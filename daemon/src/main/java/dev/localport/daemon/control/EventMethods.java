package dev.localport.daemon.control;

import dev.localport.api.EventQuery;
import dev.localport.api.JournalEntry;
import dev.localport.api.ServiceStatus;
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
import org.jspecify.annotations.Nullable;

/**
 * {@code event.query}: what the journal holds, also of services that are not loaded anymore.
 * Thread-safe.
 */
public final class EventMethods {
  private final Journal journal;
  private final Supplier<List<ServiceStatus>> services;
  private final LongAnswers<EventQuery> answers = new LongAnswers<>();

  /**
   * Answers from a journal.
   *
   * @param services every service that is loaded
   */
  public EventMethods(Journal journal, Supplier<List<ServiceStatus>> services) {
    this.journal = journal;
    this.services = services;
  }

  /*
   * A page begins where the one before ended, by the event's number. So another connection can go
   * on, too: events come and go meanwhile, and none is left out or comes twice.
   */
  JsonObject query(JsonObject params, RpcConnection from) throws InterruptedException {
    EventQuery asked = EventQuery.from(params);
    long next = params.number("next", 0);
    long newest = journal.last();
    List<JsonObject> kept = next == 0 ? null : rest(answers.find(from, asked), next);
    List<JsonObject> events = kept == null ? read(asked, next) : kept;
    JsonObject page = ReplyPages.page("events", events, 0).build();
    OptionalLong left = page.findNumber("next");
    if (left.isEmpty()) {
      answers.forget(from);
    } else {
      answers.keep(from, asked, events);
    }
    return JsonObject.builder()
        .putAll(page)
        .put("next", left.isEmpty() ? null : sequence(events.get((int) left.getAsLong())))
        .put("sequence", newest)
        .build();
  }

  private static long sequence(JsonObject event) {
    return event.number("sequence");
  }

  /** Returns the events from a number on; null if there is no such list. */
  private static @Nullable List<JsonObject> rest(@Nullable List<JsonObject> events, long next) {
    return events == null || events.stream().noneMatch(event -> sequence(event) == next)
        ? null
        : events.stream().filter(event -> sequence(event) >= next).toList();
  }

  private List<JsonObject> read(EventQuery asked, long next) throws InterruptedException {
    List<JournalEntry> found = read(next == 0 ? asked : asked.from(next));
    requireKnown(asked, found);
    if (found.isEmpty()) {
      UnknownContext.require(asked.context(), services.get(), journal);
    }
    return found.stream().map(JournalEntry::toJson).toList();
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
      throw UnknownService.named(name, known);
    }
  }
}
