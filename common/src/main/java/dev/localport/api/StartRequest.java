package dev.localport.api;

import dev.localport.rpc.JsonObject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What {@code start} and {@code forward} ask for. Without names, tags and {@code all} it means
 * every service of {@code file} that is enabled and starts by itself.
 *
 * @param selection which services
 * @param file the absolute path of the configuration file to load first, or null
 * @param adHoc the text of a configuration whose services exist only for this command, or null
 * @param bound whether the services end with the last connection that asked for them so; one that
 *     runs by itself goes on to do so
 * @param caller where the command was called
 * @param before what the ad-hoc services settled on in an earlier life
 * @param patience how long to wait until all are connected; zero: not at all
 * @param confirmed whether the user has agreed to services that ask for it: without, a start that
 *     means such a one is refused whole, with their names as {@code confirm} in the error's data
 * @param text what {@code file} says, where that is a pipe, which the daemon cannot read; or null
 */
public record StartRequest(
    Selection selection,
    @Nullable String file,
    @Nullable String adHoc,
    boolean bound,
    Caller caller,
    Settled before,
    Duration patience,
    boolean confirmed,
    @Nullable String text) {
  private static final long MAX_PATIENCE_MS = Duration.ofDays(1).toMillis();

  /** Returns a request for services of the files that are loaded, which asks for nothing else. */
  public static StartRequest of(Selection selection, Caller caller) {
    return new StartRequest(
        selection, null, null, false, caller, Settled.NOTHING, Duration.ZERO, false, null);
  }

  /** Returns the same request with the configuration file to load first; null: none. */
  public StartRequest loading(@Nullable String path) {
    return new StartRequest(
        selection, path, adHoc, bound, caller, before, patience, confirmed, text);
  }

  /** Returns the same request that waits so long. */
  public StartRequest waiting(Duration time) {
    return new StartRequest(selection, file, adHoc, bound, caller, before, time, confirmed, text);
  }

  /** Returns the request as it travels. */
  public JsonObject toJson() {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("names", selection.names())
            .put("tags", selection.tags())
            .put("all", selection.all())
            .put("file", file)
            .put("ad_hoc", adHoc)
            .put("bound", bound)
            .putAll(caller.toJson())
            .put("wait_ms", patience.toMillis());
    if (selection.context() != null) {
      json.put("context", selection.context());
    }
    if (!before.equals(Settled.NOTHING)) {
      json.put("before", before.toJson());
    }
    if (confirmed) {
      json.put("confirmed", true);
    }
    if (text != null) {
      json.put("text", text);
    }
    return json.build();
  }

  /** Reads what {@link #toJson} wrote; nobody waits for less than nothing or longer than a day. */
  public static StartRequest from(JsonObject json) {
    JsonObject before = json.findObject("before");
    return new StartRequest(
        Selection.from(json),
        json.findText("file"),
        json.findText("ad_hoc"),
        json.flag("bound", false),
        Caller.from(json),
        before == null ? Settled.NOTHING : Settled.from(before),
        Duration.ofMillis(Math.clamp(json.number("wait_ms", 0), 0, MAX_PATIENCE_MS)),
        json.flag("confirmed", false),
        json.findText("text"));
  }

  /**
   * Returns the same request for services of this command alone.
   *
   * @param configuration the text of a configuration
   * @param untilItEnds whether they end with the connection that asks for them
   */
  public StartRequest adHoc(String configuration, boolean untilItEnds) {
    return new StartRequest(
        selection, file, configuration, untilItEnds, caller, before, patience, confirmed, text);
  }

  /** Returns the same request for services that had settled on something. */
  public StartRequest after(Settled earlier) {
    return new StartRequest(
        selection, file, adHoc, bound, caller, earlier, patience, confirmed, text);
  }

  /** Returns the same request with the user's consent. */
  public StartRequest withConsent() {
    return new StartRequest(selection, file, adHoc, bound, caller, before, patience, true, text);
  }

  /** Returns the same request with what its file says; null: the daemon reads it. */
  public StartRequest saying(@Nullable String content) {
    return new StartRequest(
        selection, file, adHoc, bound, caller, before, patience, confirmed, content);
  }
}
