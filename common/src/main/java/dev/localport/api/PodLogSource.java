package dev.localport.api;

import dev.localport.rpc.JsonObject;

/**
 * One run of a container in one pod: what has its own log. Immutable.
 *
 * @param pod its name
 * @param uid distinguishes it from another pod of that name
 * @param container the container's name
 * @param instance distinguishes this run of the container from the one after a restart
 */
public record PodLogSource(String pod, String uid, String container, String instance) {
  /** Returns the source as it travels. */
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("pod", pod)
        .put("uid", uid)
        .put("container", container)
        .put("instance", instance)
        .build();
  }

  /** Reads what {@link #toJson} wrote. */
  public static PodLogSource from(JsonObject json) {
    return new PodLogSource(
        json.text("pod"), json.text("uid"), json.text("container"), json.text("instance"));
  }
}
