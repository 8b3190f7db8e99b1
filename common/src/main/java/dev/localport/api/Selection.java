package dev.localport.api;

import dev.localport.rpc.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which services a command means. Without names, tags, context and {@code all} it means none.
 *
 * @param names services by name
 * @param tags services that carry one of these
 * @param all every service that is loaded
 * @param context only services of this context; null: of any
 */
public record Selection(
    List<String> names, List<String> tags, boolean all, @Nullable String context) {
  /** Copies the lists, so that a selection never changes. */
  public Selection {
    names = List.copyOf(names);
    tags = List.copyOf(tags);
  }

  /** Returns the selection as it travels. */
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("names", names)
        .put("tags", tags)
        .put("all", all)
        .put("context", context)
        .build();
  }

  /** Reads what {@link #toJson} wrote. */
  public static Selection from(JsonObject json) {
    return new Selection(
        json.texts("names"), json.texts("tags"), json.flag("all", false), json.findText("context"));
  }
}
