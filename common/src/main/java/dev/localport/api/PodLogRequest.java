package dev.localport.api;

import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whose log is wanted, and which part of it: the parameters of {@link Methods#LOG_POD}. Immutable.
 *
 * @param service its name
 * @param container null: the pod's default container, or its only one
 * @param previous whether it is the log of the container before its last restart
 * @param follow whether it continues
 * @param lines how many of the last ones to start with; null: all
 * @param since none that are older; null: any
 * @param after where to continue; null: from the beginning, as {@code lines} and {@code since} say
 */
public record PodLogRequest(
    String service,
    @Nullable String container,
    boolean previous,
    boolean follow,
    @Nullable Integer lines,
    @Nullable Instant since,
    @Nullable PodLogPosition after) {
  /** Returns the same request that continues behind a position. */
  public PodLogRequest after(@Nullable PodLogPosition position) {
    return new PodLogRequest(service, container, previous, follow, lines, since, position);
  }

  /** Returns the request as it travels. */
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("service", service)
        .put("container", container)
        .put("previous", previous)
        .put("follow", follow)
        .put("lines", lines)
        .put("since", since)
        .put("after", after == null ? null : after.toJson())
        .build();
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws RpcException if it names no service, or is about another thing
   */
  public static PodLogRequest from(JsonObject json) {
    JsonObject after = json.findObject("after");
    return new PodLogRequest(
        json.text("service"),
        json.findText("container"),
        json.flag("previous", false),
        json.flag("follow", false),
        json.findNumber("lines").isEmpty()
            ? null
            : Math.clamp(json.number("lines"), 0, Integer.MAX_VALUE),
        json.findTime("since"),
        after == null ? null : PodLogPosition.from(after));
  }
}
