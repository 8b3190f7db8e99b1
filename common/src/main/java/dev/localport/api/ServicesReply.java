package dev.localport.api;

import dev.localport.rpc.JsonObject;
import java.util.List;

/**
 * What a command on services did.
 *
 * @param services those it meant, as they are now
 * @param unknown names that no loaded file has
 * @param notes what the user should know besides, a sentence each
 */
public record ServicesReply(
    List<ServiceStatus> services, List<String> unknown, List<String> notes) {
  /** Copies the lists, so that a reply never changes. */
  public ServicesReply {
    services = List.copyOf(services);
    unknown = List.copyOf(unknown);
    notes = List.copyOf(notes);
  }

  /** Returns the reply as it travels. */
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("services", services.stream().map(ServiceStatus::toJson).toList())
        .put("unknown", unknown)
        .put("notes", notes)
        .build();
  }

  /** Reads what {@link #toJson} wrote. */
  public static ServicesReply from(JsonObject json) {
    return new ServicesReply(
        json.objects("services").stream().map(ServiceStatus::from).toList(),
        json.texts("unknown"),
        json.texts("notes"));
  }
}
