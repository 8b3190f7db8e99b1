package dev.localport.api;

import dev.localport.rpc.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a command on services did.
 *
 * @param services the selected ones, as they are now
 * @param unknown names that no loaded file has
 * @param notes what else the user should know, a sentence each
 * @param unknownTags tags that no service has
 * @param notSaved why the change is not on disk, and would be lost with the daemon; null where it
 *     is saved, or nothing is to be saved
 * @param meant the known name or tag that is near an unknown one, by the unknown one
 */
public record ServicesReply(
    List<ServiceStatus> services,
    List<String> unknown,
    List<String> unknownTags,
    List<String> notes,
    @Nullable String notSaved,
    Map<String, String> meant) {
  /** A reply without an unknown name that is near a known one. */
  public ServicesReply(
      List<ServiceStatus> services,
      List<String> unknown,
      List<String> unknownTags,
      List<String> notes,
      @Nullable String notSaved) {
    this(services, unknown, unknownTags, notes, notSaved, Map.of());
  }

  /** A reply to a command that names no unknown tag. */
  public ServicesReply(
      List<ServiceStatus> services,
      List<String> unknown,
      List<String> notes,
      @Nullable String notSaved) {
    this(services, unknown, List.of(), notes, notSaved);
  }

  /** A reply to a command whose change is saved. */
  public ServicesReply(List<ServiceStatus> services, List<String> unknown, List<String> notes) {
    this(services, unknown, notes, null);
  }

  /** Copies what is given, so that a reply never changes. */
  public ServicesReply {
    services = List.copyOf(services);
    unknown = List.copyOf(unknown);
    unknownTags = List.copyOf(unknownTags);
    notes = List.copyOf(notes);
    meant = Map.copyOf(meant);
  }

  /** Returns the reply with suggestions for unknown names and tags. */
  public ServicesReply meaning(Map<String, String> near) {
    return new ServicesReply(services, unknown, unknownTags, notes, notSaved, near);
  }

  /** Returns the reply as it travels. */
  public JsonObject toJson() {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("services", services.stream().map(ServiceStatus::toJson).toList())
            .put("unknown", unknown)
            .put("unknown_tags", unknownTags)
            .put("notes", notes)
            .put("not_saved", notSaved);
    if (!meant.isEmpty()) {
      json.put("did_you_mean", new TreeMap<>(meant));
    }
    return json.build();
  }

  /** Reads what {@link #toJson} wrote. */
  public static ServicesReply from(JsonObject json) {
    return new ServicesReply(
        json.objects("services").stream().map(ServiceStatus::from).toList(),
        json.texts("unknown"),
        json.texts("unknown_tags"),
        json.texts("notes"),
        json.findText("not_saved"),
        json.textMap("did_you_mean"));
  }
}
