package dev.localport.e2e.faults;

import dev.localport.e2e.LocalportProgram;
import dev.localport.rpc.JsonObject;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** Events as {@code localport events} prints them. */
final class Journal {
  private Journal() {}

  /** Returns the events of all services and clusters that were written after one, in order. */
  static List<JsonObject> after(LocalportProgram localport, long sequence)
      throws IOException, InterruptedException {
    return localport
        .json("events", "-o", "json", "--since", "3h", "-n", "100000")
        .objects("events")
        .stream()
        .filter(event -> event.number("sequence") > sequence)
        .toList();
  }

  /** Returns the number of the last event so far. */
  static long last(LocalportProgram localport) throws IOException, InterruptedException {
    return localport
        .json("events", "-o", "json", "--since", "3h", "-n", "1")
        .objects("events")
        .getLast()
        .number("sequence");
  }

  static Instant at(JsonObject event) {
    return Instant.parse(event.text("at"));
  }

  static boolean is(JsonObject event, String type) {
    return event.text("type").equals(type);
  }

  /** Tells whether an event is about a service. */
  static boolean isOf(JsonObject event, String service) {
    return service.equals(event.findText("service"));
  }
}
