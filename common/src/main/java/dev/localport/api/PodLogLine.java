package dev.localport.api;

import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcException;
import java.time.Instant;
import java.util.Objects;

/**
 * One line of a container's log. Immutable.
 *
 * @param at when the node wrote it down; several lines may share an instant
 * @param text the line as it may be shown: without characters that steer a terminal, and cut where
 *     it is very long
 */
public record PodLogLine(Instant at, String text) {
  /** Returns the line as it travels. */
  public JsonObject toJson() {
    return JsonObject.builder().put("at", at).put("text", text).build();
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws RpcException if it has no time or no text
   */
  public static PodLogLine from(JsonObject json) {
    Instant at = json.findTime("at");
    if (at == null) {
      throw new RpcException(RpcException.INVALID_PARAMS, "at is missing");
    }
    return new PodLogLine(at, json.text("text"));
  }

  /** Returns what distinguishes it from other lines: its instant, and a number of its text. */
  PodLogPosition.Seen seen() {
    return new PodLogPosition.Seen(at, Objects.hashCode(text));
  }
}
