package dev.localport.api;

import dev.localport.rpc.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A port of a target, as a forward may ask for it: by number, or by name where it has one.
 *
 * @param number 1 to 65535
 */
public record NamedPort(@Nullable String name, int number) {
  /** Returns the port as it travels. */
  public JsonObject toJson() {
    return JsonObject.builder().put("name", name).put("port", number).build();
  }

  /** Reads what {@link #toJson} wrote. */
  public static NamedPort from(JsonObject json) {
    return new NamedPort(json.findText("name"), (int) json.number("port"));
  }
}
