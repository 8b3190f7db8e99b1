package dev.localport.api;

import dev.localport.rpc.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A place in a printed log where one reading ends and the next begins. Immutable.
 *
 * @param kind one of the words of this class
 * @param pod whose log follows it
 * @param container whose log follows it
 * @param previousPod whose log ends before it
 * @param missing whether lines may be missing here: one of the words of this class
 * @param lastLineAt the instant of the last line before it; null: there is none
 * @param interruptedMillis how long nothing could be read; 0: it was not interrupted
 * @param message all of it, as a sentence
 */
public record PodLogSeam(
    String kind,
    String pod,
    String container,
    String previousPod,
    String missing,
    @Nullable Instant lastLineAt,
    long interruptedMillis,
    String message) {
  /** The connection to the log was lost, and the same log continues. */
  public static final String RECONNECTED = "reconnected";

  /** The container was restarted. */
  public static final String RESTARTED = "restarted";

  /** Another pod took the place of the pod. */
  public static final String REPLACED = "replaced";

  /** Nothing is missing. */
  public static final String NONE = "none";

  /** Lines may be missing: the cluster has no older ones anymore. */
  public static final String POSSIBLE = "possible";

  /** Returns the seam as it travels. */
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("kind", kind)
        .put("pod", pod)
        .put("container", container)
        .put("previous_pod", previousPod)
        .put("missing", missing)
        .put("last_line_at", lastLineAt)
        .put("interrupted_ms", interruptedMillis)
        .put("message", message)
        .build();
  }
}
