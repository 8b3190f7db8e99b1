package dev.localport.api;

import dev.localport.rpc.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * One container of a pod.
 *
 * @param kind {@code container}, {@code sidecar} (an init container that runs on beside them) or
 *     {@code init} (one that has to end before they begin)
 * @param state {@code running}, {@code waiting} or {@code terminated}
 * @param reason why it waits or has ended, the API's word; null where it says none
 * @param message the API's words to that; null where it has none
 * @param last how it ended the last time; null where it never did
 * @param requests null where it has none
 * @param limits null where it has none
 * @param usage null without metrics
 */
@BuiltByName
public record ContainerInfo(
    String name,
    String kind,
    boolean ready,
    int restarts,
    String state,
    @Nullable String reason,
    @Nullable String message,
    @Nullable Termination last,
    @Nullable Resources requests,
    @Nullable Resources limits,
    @Nullable Resources usage) {

  /** What {@link #kind} is for one that runs as long as its pod. */
  public static final String CONTAINER = "container";

  /** What {@link #kind} is for an init container that runs on. */
  public static final String SIDECAR = "sidecar";

  /** What {@link #kind} is for an init container that has to end. */
  public static final String INIT = "init";

  /** Returns whether it is one that has to end before the others begin. */
  public boolean isInit() {
    return kind.equals(INIT);
  }

  /** Returns whether it is an init container that has not done its work yet. */
  public boolean isInitializing() {
    return isInit() && !(state.equals("terminated") && "Completed".equals(reason));
  }

  /** Returns the same container with what it uses. */
  public ContainerInfo with(@Nullable Resources used) {
    return ContainerInfoBuilder.builder(this).usage(used).build();
  }

  /** Returns the container as it travels. */
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("name", name)
        .put("kind", kind)
        .put("ready", ready)
        .put("restarts", restarts)
        .put("state", state)
        .put("reason", reason)
        .put("message", message)
        .put("last_termination", last == null ? null : last.toJson())
        .put("requests", json(requests))
        .put("limits", json(limits))
        .put("usage", json(usage))
        .build();
  }

  private static @Nullable JsonObject json(@Nullable Resources amount) {
    return amount == null ? null : amount.toJson();
  }

  /** Reads what {@link #toJson} wrote. */
  public static ContainerInfo from(JsonObject json) {
    return ContainerInfoBuilder.builder()
        .name(json.text("name"))
        .kind(json.text("kind", CONTAINER))
        .ready(json.flag("ready", false))
        .restarts((int) json.number("restarts", 0))
        .state(json.text("state"))
        .reason(json.findText("reason"))
        .message(json.findText("message"))
        .last(Termination.from(json.findObject("last_termination")))
        .requests(Resources.from(json.findObject("requests")))
        .limits(Resources.from(json.findObject("limits")))
        .usage(Resources.from(json.findObject("usage")))
        .build();
  }
}
