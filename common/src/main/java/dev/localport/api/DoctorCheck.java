package dev.localport.api;

import dev.localport.rpc.JsonObject;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What one check of {@code localport doctor} found. Immutable.
 *
 * @param id which check, in words with dots: {@code cluster.reachable}; stays the same
 * @param group what stands above it where people read it: {@code daemon}, {@code cluster dev}
 * @param subject what was looked at: a context, a file, a port
 * @param message what is, in a sentence without an end
 * @param remedy a command or an edit; null where there is nothing to do
 */
public record DoctorCheck(
    String id,
    String group,
    String subject,
    Status status,
    String message,
    @Nullable String remedy) {

  /** How it is. */
  public enum Status {
    /** Works. */
    OK("ok"),
    /** Works, but something is missing or will break. */
    WARNING("warning"),
    /** Does not work. */
    BROKEN("broken");

    private final String word;

    Status(String word) {
      this.word = word;
    }

    /** Returns the word on the wire. */
    public String word() {
      return word;
    }

    /** Returns the status of a word; an unknown one, from a newer daemon, is a warning. */
    static Status of(String word) {
      return Arrays.stream(values())
          .filter(status -> status.word.equals(word))
          .findFirst()
          .orElse(WARNING);
    }
  }

  /** Returns a finding that something works. */
  public static DoctorCheck ok(String id, String group, String subject, String message) {
    return new DoctorCheck(id, group, subject, Status.OK, message, null);
  }

  /** Returns a finding that something is missing or will break. */
  public static DoctorCheck warning(
      String id, String group, String subject, String message, @Nullable String remedy) {
    return new DoctorCheck(id, group, subject, Status.WARNING, message, remedy);
  }

  /** Returns a finding that something does not work. */
  public static DoctorCheck broken(
      String id, String group, String subject, String message, String remedy) {
    return new DoctorCheck(id, group, subject, Status.BROKEN, message, remedy);
  }

  /** Tells whether something does not work. */
  public boolean isBroken() {
    return status == Status.BROKEN;
  }

  /** Returns the finding as it travels and as {@code -o json} shows it. */
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("id", id)
        .put("group", group)
        .put("subject", subject)
        .put("status", status.word())
        .put("message", message)
        .put("remedy", remedy)
        .build();
  }

  /** Reads what {@link #toJson} wrote. */
  public static DoctorCheck from(JsonObject json) {
    return new DoctorCheck(
        json.text("id"),
        json.text("group"),
        json.text("subject"),
        Status.of(json.text("status")),
        json.text("message"),
        json.findText("remedy"));
  }
}
