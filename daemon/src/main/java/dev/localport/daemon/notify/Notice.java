package dev.localport.daemon.notify;

import dev.localport.api.JournalEntry;
import dev.localport.config.NotifyEvent;
import dev.localport.rpc.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One notification.
 *
 * @param event what it is about: the word of {@code main}
 * @param main the event that matters most
 * @param message the whole of it in a sentence
 * @param count how many events it is about
 * @param services those that it is about, the first 500
 * @param events the first 100 of them
 */
record Notice(
    NotifyEvent event,
    JournalEntry main,
    String message,
    int count,
    List<String> services,
    List<JournalEntry> events) {
  /** As much as fits into a pipe: a program that does not read holds nothing up. */
  private static final int MOST_BYTES = 60_000;

  Notice {
    services = List.copyOf(services);
    events = List.copyOf(events);
  }

  /** Returns what a program reads on its standard input; events are left out where it is long. */
  JsonObject toJson() {
    JsonObject json = toJson(events);
    for (int n = events.size(); n > 0 && size(json) > MOST_BYTES; n /= 2) {
      json = toJson(events.subList(0, n / 2));
    }
    return json;
  }

  private static int size(JsonObject json) {
    return json.toString().getBytes(StandardCharsets.UTF_8).length;
  }

  private JsonObject toJson(List<JournalEntry> shown) {
    JsonObject.Builder json = JsonObject.builder();
    main.toJson().asMap().forEach(json::put);
    List<JsonObject> each = new ArrayList<>();
    shown.forEach(entry -> each.add(entry.toJson()));
    return json.put("event", event.word())
        .put("message", message)
        .put("count", count)
        .put("services", services)
        .put("events", each)
        .build();
  }
}
