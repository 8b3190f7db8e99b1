package dev.localport.api;

import dev.localport.rpc.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One operation as docs/api.md lists it in an answer, and how one that is pending lies on disk.
 * Immutable.
 *
 * @param id its number; numbers grow, also over restarts of the daemon
 * @param operation its name: {@code restart}
 * @param context the kube context of the service; null where it is not known
 * @param state {@link #PENDING}, {@link #DONE}, {@link #SUPERSEDED} or {@link #CANCELED}
 * @param since when it was asked for
 * @param appliedAt when its cluster was back and the service was notified; null: not yet, or at
 *     once
 * @param endedAt null while it is pending
 * @param cause why it ended so, in words for people, or null
 */
public record OperationStatus(
    long id,
    String operation,
    String service,
    @Nullable String context,
    String state,
    Instant since,
    @Nullable Instant appliedAt,
    @Nullable Instant endedAt,
    @Nullable String cause) {
  /** It waits until its cluster is back, or until the service is connected after that. */
  public static final String PENDING = "pending";

  /** What was asked for has happened. */
  public static final String DONE = "done";

  /** A later operation on the same service took its place. */
  public static final String SUPERSEDED = "superseded";

  /** A user canceled it, or its service does not run anymore. */
  public static final String CANCELED = "canceled";

  /** How operations end, in no order. */
  public static final List<String> ENDS = List.of(DONE, SUPERSEDED, CANCELED);

  /** Returns whether it is still to be done. */
  public boolean isPending() {
    return state.equals(PENDING);
  }

  /** Returns the operation as it travels. */
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("id", id)
        .put("operation", operation)
        .put("service", service)
        .put("context", context)
        .put("state", state)
        .put("since", since)
        .put("applied_at", appliedAt)
        .put("ended_at", endedAt)
        .put("cause", cause)
        .build();
  }

  /** Reads what {@link #toJson} wrote. */
  public static OperationStatus from(JsonObject json) {
    return new OperationStatus(
        json.number("id"),
        json.text("operation"),
        json.text("service"),
        json.findText("context"),
        json.text("state"),
        Objects.requireNonNullElse(json.findTime("since"), Instant.EPOCH),
        json.findTime("applied_at"),
        json.findTime("ended_at"),
        json.findText("cause"));
  }
}
