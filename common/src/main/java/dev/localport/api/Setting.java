package dev.localport.api;

import dev.localport.rpc.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A value that a user set while the daemon runs; it holds until it is reset. Immutable.
 *
 * @param key its path in a file: {@code reconnect.auto}
 * @param value as a file says it
 * @param context the kube context whose services it holds for; null: no matter which
 * @param service the service that it applies to, and nothing else; null: not for one alone
 */
public record Setting(
    String key, String value, @Nullable String context, @Nullable String service) {
  /** Returns the same setting with another value. */
  public Setting of(String other) {
    return new Setting(key, other, context, service);
  }

  /** Returns whether the other one is for the same key and the same services. */
  public boolean replaces(Setting other) {
    return of(other.value).equals(other);
  }

  /** Returns whom it holds for, as people read it; empty for all. */
  public String scope() {
    return service != null ? "service " + service : context != null ? "context " + context : "";
  }

  /** Returns how people read where a value comes from: {@code setting for service web}. */
  public String from() {
    return scope().isEmpty() ? "setting" : "setting for " + scope();
  }

  /** Returns the options of a command that means the same services, with a blank in front. */
  public String options() {
    return service != null
        ? " --service " + service
        : context != null ? " --context " + context : "";
  }

  /** Returns the setting as it travels and as it is kept. */
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("key", key)
        .put("value", value)
        .put("context", context)
        .put("service", service)
        .build();
  }

  /** Reads what {@link #toJson} wrote. */
  public static Setting from(JsonObject json) {
    return new Setting(
        json.text("key"), json.text("value"), json.findText("context"), json.findText("service"));
  }
}
