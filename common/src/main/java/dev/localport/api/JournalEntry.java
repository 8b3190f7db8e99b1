package dev.localport.api;

import dev.localport.rpc.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened: an element of {@code events} in docs/api.md, the parameters of {@link
 * Methods#EVENT}, and a line of the journal on disk. Immutable.
 *
 * @param sequence its number; numbers grow, also over restarts of the daemon
 * @param at when it happened, by this machine's clock
 * @param service the service that it happened to, or null
 * @param context the kube context that it happened in, or null
 * @param pod the pod behind the service, or null
 * @param previous the state before, or null where no state changed
 * @param state the state since then, or null where no state changed
 * @param reason what a suspended service waits for, else null
 * @param cause why, in words for people, or null
 * @param duration how long what has ended took: the connection that was lost, or the outage
 * @param attempt the number of the next attempt; 0 if there is none
 * @param maxAttempts how many attempts there are at most in a row; 0: no limit
 * @param detail what it was about in a word or two, such as a file, a setting or an operation's
 *     number; or null
 */
@BuiltByName
public record JournalEntry(
    long sequence,
    Instant at,
    JournalType type,
    @Nullable String service,
    @Nullable String context,
    @Nullable String pod,
    @Nullable String previous,
    @Nullable String state,
    @Nullable String reason,
    @Nullable String cause,
    @Nullable Duration duration,
    int attempt,
    int maxAttempts,
    @Nullable String detail) {
  /** Masks what is a secret by its form: many texts come from elsewhere. */
  public JournalEntry {
    cause = cause == null ? null : SecretMask.in(cause);
    detail = detail == null ? null : SecretMask.in(detail);
  }

  /** Begins an entry; the journal gives it its number and, where none is set, the time. */
  public static JournalEntryBuilder of(JournalType type) {
    return JournalEntryBuilder.builder().at(Instant.EPOCH).type(type);
  }

  /** Returns the same entry with the number and the time that the journal gives it. */
  public JournalEntry numbered(long number, Instant time) {
    return new JournalEntry(
        number,
        time,
        type,
        service,
        context,
        pod,
        previous,
        state,
        reason,
        cause,
        duration,
        attempt,
        maxAttempts,
        detail);
  }

  /** Returns the entry as it travels and as it lies on disk; what does not apply is left out. */
  public JsonObject toJson() {
    JsonObject.Builder json =
        JsonObject.builder().put("sequence", sequence).put("at", at).put("type", type.word());
    put(json, "service", service);
    put(json, "context", context);
    put(json, "pod", pod);
    put(json, "previous", previous);
    put(json, "state", state);
    put(json, "reason", reason);
    put(json, "cause", cause);
    put(json, "duration_ms", duration == null ? null : duration.toMillis());
    put(json, "attempt", attempt == 0 ? null : attempt);
    put(json, "max_attempts", attempt == 0 ? null : maxAttempts);
    put(json, "detail", detail);
    return json.build();
  }

  private static void put(JsonObject.Builder json, String key, @Nullable Object value) {
    if (value != null) {
      json.put(key, value);
    }
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @return null for a type that this version does not know
   */
  public static @Nullable JournalEntry from(JsonObject json) {
    JournalType type = JournalType.find(json.text("type"));
    if (type == null) {
      return null;
    }
    Long millis = json.has("duration_ms") ? json.number("duration_ms") : null;
    return JournalEntryBuilder.builder()
        .sequence(json.number("sequence"))
        .at(Objects.requireNonNullElse(json.findTime("at"), Instant.EPOCH))
        .type(type)
        .service(json.findText("service"))
        .context(json.findText("context"))
        .pod(json.findText("pod"))
        .previous(json.findText("previous"))
        .state(json.findText("state"))
        .reason(json.findText("reason"))
        .cause(json.findText("cause"))
        .duration(millis == null ? null : Duration.ofMillis(millis))
        .attempt((int) json.number("attempt", 0))
        .maxAttempts((int) json.number("max_attempts", 0))
        .detail(json.findText("detail"))
        .build();
  }
}
