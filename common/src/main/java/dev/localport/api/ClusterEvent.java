package dev.localport.api;

import dev.localport.rpc.JsonObject;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One event of a cluster, as its API reports it.
 *
 * @param type {@code Warning} or {@code Normal}
 * @param reason one word: {@code BackOff}, {@code FailedScheduling}
 * @param object what it is about: {@code pod/web-0}
 * @param namespace of the object; null for one that has none
 * @param count how often it was seen
 * @param firstSeen null where the API does not say
 * @param services the active services that it touches
 */
@BuiltByName
public record ClusterEvent(
    String type,
    String reason,
    String object,
    @Nullable String namespace,
    String message,
    int count,
    @Nullable Instant firstSeen,
    Instant lastSeen,
    List<String> services) {
  /** What {@link #type} is for something that went wrong. */
  public static final String WARNING = "Warning";

  /** Copies the list, so that an event never changes. */
  public ClusterEvent {
    services = List.copyOf(services);
  }

  /** Returns whether something went wrong. */
  public boolean isWarning() {
    return type.equals(WARNING);
  }

  /** Returns the same event as one that touches these services. */
  public ClusterEvent touching(List<String> active) {
    return ClusterEventBuilder.builder(this).services(active).build();
  }

  /** Returns the event as it travels. */
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("type", type)
        .put("reason", reason)
        .put("object", object)
        .put("namespace", namespace)
        .put("message", message)
        .put("count", count)
        .put("first_seen", firstSeen)
        .put("last_seen", lastSeen)
        .put("services", services)
        .build();
  }

  /** Reads what {@link #toJson} wrote. */
  public static ClusterEvent from(JsonObject json) {
    Instant last = json.findTime("last_seen");
    return ClusterEventBuilder.builder()
        .type(json.text("type"))
        .reason(json.text("reason"))
        .object(json.text("object"))
        .namespace(json.findText("namespace"))
        .message(json.text("message"))
        .count((int) json.number("count", 1))
        .firstSeen(json.findTime("first_seen"))
        .lastSeen(last == null ? Instant.EPOCH : last)
        .services(json.texts("services"))
        .build();
  }
}
