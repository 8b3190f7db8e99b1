package dev.localport.api;

import dev.localport.rpc.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * An amount of what a machine has.
 *
 * @param cpuMillis thousandths of a processor; null where nothing is said
 * @param memoryBytes null where nothing is said
 */
public record Resources(@Nullable Long cpuMillis, @Nullable Long memoryBytes) {
  /** Returns both together; what is not said of one of them is not known of both. */
  public Resources plus(Resources other) {
    return new Resources(sum(cpuMillis, other.cpuMillis), sum(memoryBytes, other.memoryBytes));
  }

  private static @Nullable Long sum(@Nullable Long one, @Nullable Long other) {
    return one == null || other == null ? null : Long.valueOf(one + other);
  }

  /** Returns the amount as it travels. */
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("cpu_millis", cpuMillis)
        .put("memory_bytes", memoryBytes)
        .build();
  }

  /** Reads what {@link #toJson} wrote; null stays null. */
  public static @Nullable Resources from(@Nullable JsonObject json) {
    return json == null
        ? null
        : new Resources(number(json, "cpu_millis"), number(json, "memory_bytes"));
  }

  private static @Nullable Long number(JsonObject json, String key) {
    return json.findNumber(key).isPresent() ? json.number(key) : null;
  }
}
