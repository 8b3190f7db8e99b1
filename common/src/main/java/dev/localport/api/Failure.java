package dev.localport.api;

import dev.localport.rpc.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * One thing that went wrong, in words for people.
 *
 * @param kind what sort of trouble it is
 * @param message what happened, where, and what to do
 */
public record Failure(FailureKind kind, String message) {
  /** Masks what is a secret by its form: many texts come from elsewhere. */
  public Failure {
    message = SecretMask.in(message);
  }

  /** Returns the failure as it travels. */
  public JsonObject toJson() {
    return JsonObject.builder().put("kind", kind.word()).put("message", message).build();
  }

  /** Reads what {@link #toJson} wrote; null stays null. */
  public static @Nullable Failure from(@Nullable JsonObject json) {
    return json == null
        ? null
        : new Failure(FailureKind.of(json.text("kind")), json.text("message"));
  }
}
