package dev.localport.api;

import dev.localport.rpc.JsonObject;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How many pods are how, by phase.
 *
 * @param waiting how many pods have a container that waits or ended for a reason, by that reason:
 *     {@code CrashLoopBackOff}, {@code ImagePullBackOff}, {@code OOMKilled}
 * @param restarts of all containers together
 */
public record PodCounts(
    int running,
    int pending,
    int failed,
    int succeeded,
    int unknown,
    Map<String, Integer> waiting,
    long restarts) {
  /** Copies the map, so that counts never change. */
  public PodCounts {
    waiting = Map.copyOf(waiting);
  }

  /** Returns how many there are together. */
  public int total() {
    return running + pending + failed + succeeded + unknown;
  }

  /** Returns the counts as they travel. */
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("running", running)
        .put("pending", pending)
        .put("failed", failed)
        .put("succeeded", succeeded)
        .put("unknown", unknown)
        .put("total", total())
        .put("waiting", new TreeMap<>(waiting))
        .put("restarts", restarts)
        .build();
  }

  /** Reads what {@link #toJson} wrote; null stays null. */
  public static @Nullable PodCounts from(@Nullable JsonObject json) {
    if (json == null) {
      return null;
    }
    Map<String, Integer> waiting = new TreeMap<>();
    JsonObject reasons = json.findObject("waiting");
    if (reasons != null) {
      reasons.asMap().keySet().forEach(why -> waiting.put(why, (int) reasons.number(why)));
    }
    return new PodCounts(
        (int) json.number("running"),
        (int) json.number("pending"),
        (int) json.number("failed"),
        (int) json.number("succeeded"),
        (int) json.number("unknown", 0),
        waiting,
        json.number("restarts", 0));
  }
}
