package dev.localport.api;

import dev.localport.rpc.JsonObject;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How connections are kept, under the names that other programs know; each is one of the values of
 * a file.
 *
 * @param autoReconnect {@code reconnect.auto}
 * @param healthCheckInterval {@code cluster_health.keepalive_interval}; in whole seconds on the
 *     wire
 * @param maxReconnectAttempts {@code reconnect.max_attempts}; 0: unlimited
 * @param initialBackoff {@code reconnect.initial_delay}; in milliseconds on the wire
 * @param maxBackoff {@code reconnect.max_delay}; in milliseconds on the wire
 * @param backoffMultiplier {@code reconnect.multiplier}
 */
public record ConnectionSettings(
    boolean autoReconnect,
    Duration healthCheckInterval,
    int maxReconnectAttempts,
    Duration initialBackoff,
    Duration maxBackoff,
    double backoffMultiplier) {
  /** Which path of a file each name means, in the order in which they are shown. */
  private static final Map<String, String> PATHS = paths();

  private static Map<String, String> paths() {
    Map<String, String> paths = new LinkedHashMap<>();
    paths.put("auto_reconnect", "reconnect.auto");
    paths.put("health_check_interval_seconds", "cluster_health.keepalive_interval");
    paths.put("max_reconnect_attempts", "reconnect.max_attempts");
    paths.put("initial_backoff_ms", "reconnect.initial_delay");
    paths.put("max_backoff_ms", "reconnect.max_delay");
    paths.put("backoff_multiplier", "reconnect.multiplier");
    return paths;
  }

  /** Returns all names, in the order in which they are shown. */
  public static List<String> names() {
    return List.copyOf(PATHS.keySet());
  }

  /** Returns the path of a name; null for one that means none. */
  public static @Nullable String path(String name) {
    return PATHS.get(name);
  }

  /**
   * Returns a value as a file says it: {@code 750ms} for 750 of {@code initial_backoff_ms}. What is
   * no number stays as it is, for the reader to refuse.
   */
  public static String text(String name, Object value) {
    String text =
        value instanceof Double number
            ? BigDecimal.valueOf(number).stripTrailingZeros().toPlainString()
            : String.valueOf(value);
    return name.endsWith("_ms") ? text + "ms" : text;
  }

  /** Returns the settings as they travel. */
  public JsonObject toJson() {
    List<Object> values = new ArrayList<>();
    values.add(autoReconnect);
    values.add(healthCheckInterval.toSeconds());
    values.add(maxReconnectAttempts);
    values.add(initialBackoff.toMillis());
    values.add(maxBackoff.toMillis());
    values.add(backoffMultiplier);
    JsonObject.Builder json = JsonObject.builder();
    List<String> names = names();
    for (int i = 0; i < names.size(); i++) {
      json.put(names.get(i), values.get(i));
    }
    return json.build();
  }
}
