package dev.localport.api;

import dev.localport.rpc.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A setting that was set, changed or reset.
 *
 * @param key its path in a file
 * @param value the setting now; null: it was reset
 * @param previous the setting before; null: there was none
 * @param context see {@link Setting}
 * @param service see {@link Setting}
 */
public record SettingChange(
    String key,
    @Nullable String value,
    @Nullable String previous,
    @Nullable String context,
    @Nullable String service) {
  /** Returns what became of a setting; one of the two is not null. */
  public static SettingChange of(@Nullable Setting before, @Nullable Setting after) {
    Setting one = after == null ? before : after;
    if (one == null) {
      throw new IllegalArgumentException("neither before nor after");
    }
    return new SettingChange(
        one.key(),
        after == null ? null : after.value(),
        before == null ? null : before.value(),
        one.context(),
        one.service());
  }

  /** Returns whom it holds for, as people read it; empty for all. */
  public String scope() {
    return new Setting(key, "", context, service).scope();
  }

  /** Returns the change as it travels and as {@code -o json} shows it. */
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("key", key)
        .put("value", value)
        .put("previous", previous)
        .put("context", context)
        .put("service", service)
        .build();
  }

  /** Reads what {@link #toJson} wrote. */
  public static SettingChange from(JsonObject json) {
    return new SettingChange(
        json.text("key"),
        json.findText("value"),
        json.findText("previous"),
        json.findText("context"),
        json.findText("service"));
  }
}
