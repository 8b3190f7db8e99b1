package dev.localport.api;

import dev.localport.rpc.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a command on settings did.
 *
 * @param changed the settings that are others now
 * @param services the loaded services that they apply to, unless something overrides them
 * @param notes what else the user should know, a sentence each
 * @param notSaved why the change is not on disk, and would be lost with the daemon; null where it
 *     is saved
 */
public record SettingsReply(
    List<SettingChange> changed,
    List<String> services,
    List<String> notes,
    @Nullable String notSaved) {
  /** Copies the lists, so that a reply never changes. */
  public SettingsReply {
    changed = List.copyOf(changed);
    services = List.copyOf(services);
    notes = List.copyOf(notes);
  }

  /** Returns the reply as it travels and as {@code -o json} shows it. */
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("changed", changed.stream().map(SettingChange::toJson).toList())
        .put("services", services)
        .put("notes", notes)
        .put("not_saved", notSaved)
        .build();
  }

  /** Reads what {@link #toJson} wrote. */
  public static SettingsReply from(JsonObject json) {
    return new SettingsReply(
        json.objects("changed").stream().map(SettingChange::from).toList(),
        json.texts("services"),
        json.texts("notes"),
        json.findText("not_saved"));
  }
}
