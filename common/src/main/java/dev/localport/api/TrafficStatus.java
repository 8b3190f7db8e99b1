package dev.localport.api;

import dev.localport.rpc.JsonObject;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What went through a service since the daemon knows it.
 *
 * @param active connections that are open
 * @param held connections that wait for a session
 * @param total connections that were accepted
 * @param failed connections that ended with an error of the server, or timed out while waiting
 * @param failedByCause the same by why, in the daemon's words: a newer daemon may know more of them
 * @param firstByteMillisP50 from a connection's acceptance to the first byte from the pod, the
 *     median of the newest connections; null before the first
 * @param firstByteMillisP95 what 95 of 100 of them did not exceed; null before the first
 * @param sent bytes to the pod
 * @param received bytes from the pod
 * @param lastActivity when bytes moved last, null if none did
 * @param lifetimes how long connections lived; for measurements alone, it does not travel
 */
@BuiltByName
public record TrafficStatus(
    int active,
    int held,
    long total,
    long failed,
    Map<String, Long> failedByCause,
    @Nullable Double firstByteMillisP50,
    @Nullable Double firstByteMillisP95,
    long sent,
    long received,
    @Nullable Instant lastActivity,
    @Nullable Lifetimes lifetimes) {
  /** Copies the map in its order, so that a status never changes. */
  public TrafficStatus {
    failedByCause = Collections.unmodifiableMap(new LinkedHashMap<>(failedByCause));
  }

  /** Returns how many connections the pod refused: nothing listens on its port. */
  public long refused() {
    return failedByCause.getOrDefault("refused", 0L);
  }

  /** Returns how many connections have ended, whatever ended them. */
  public long ended() {
    return total - active - held;
  }

  /**
   * Returns whether the pod refused at least half of the connections that have ended: one that came
   * too early does not make a service useless.
   */
  public boolean isMostlyRefused() {
    return refused() > 0 && refused() * 2 >= ended();
  }

  JsonObject connections() {
    return JsonObject.builder()
        .put("active", active)
        .put("held", held)
        .put("total", total)
        .put("failed", failed)
        .put("failed_by_cause", failedByCause)
        .put("first_byte_ms_p50", firstByteMillisP50)
        .put("first_byte_ms_p95", firstByteMillisP95)
        .build();
  }

  JsonObject bytes() {
    return JsonObject.builder().put("sent", sent).put("received", received).build();
  }

  /** Reads it out of a service's object. */
  static TrafficStatus from(JsonObject service) {
    JsonObject connections = service.object("connections");
    JsonObject bytes = service.object("bytes");
    return TrafficStatusBuilder.builder()
        .active((int) connections.number("active"))
        .held((int) connections.number("held"))
        .total(connections.number("total"))
        .failed(connections.number("failed"))
        .failedByCause(numbers(connections.findObject("failed_by_cause")))
        .firstByteMillisP50(connections.findDecimal("first_byte_ms_p50"))
        .firstByteMillisP95(connections.findDecimal("first_byte_ms_p95"))
        .sent(bytes.number("sent"))
        .received(bytes.number("received"))
        .lastActivity(service.findTime("last_activity_at"))
        .build();
  }

  private static Map<String, Long> numbers(@Nullable JsonObject causes) {
    Map<String, Long> numbers = new LinkedHashMap<>();
    if (causes != null) {
      causes.asMap().keySet().forEach(cause -> numbers.put(cause, causes.number(cause)));
    }
    return numbers;
  }
}
