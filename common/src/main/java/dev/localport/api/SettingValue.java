package dev.localport.api;

import dev.localport.rpc.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value that holds, and where it comes from: an element of what {@link Methods#SETTINGS_GET}
 * answers.
 *
 * @param key its path in a file
 * @param value as a file says it
 * @param from as people read it: {@code setting for service web}, {@code localport.yaml (service)},
 *     {@code default}
 * @param file the absolute path of the file that says it; null where none does
 * @param services the services that it holds for; empty for a cluster's, the daemon's, and without
 *     a service
 * @param contexts the kube contexts that it holds for, in the same way
 */
public record SettingValue(
    String key,
    String value,
    String from,
    @Nullable String file,
    List<String> services,
    List<String> contexts) {
  /** Copies the lists, so that a value never changes. */
  public SettingValue {
    services = List.copyOf(services);
    contexts = List.copyOf(contexts);
  }

  /** Returns the value as it travels and as {@code -o json} shows it. */
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("key", key)
        .put("value", value)
        .put("from", from)
        .put("file", file)
        .put("services", services)
        .put("contexts", contexts)
        .build();
  }

  /** Reads what {@link #toJson} wrote. */
  public static SettingValue from(JsonObject json) {
    return new SettingValue(
        json.text("key"),
        json.text("value"),
        json.text("from"),
        json.findText("file"),
        json.texts("services"),
        json.texts("contexts"));
  }
}
