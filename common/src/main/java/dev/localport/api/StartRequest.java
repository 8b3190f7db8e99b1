package dev.localport.api;

import dev.localport.rpc.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the commands start and forward ask for. Without names, tags and {@code all} it means every
 * service of {@code file} that is enabled and starts by itself.
 *
 * @param selection which services
 * @param file the absolute path of the configuration file to load first, or null
 * @param adHoc the text of a configuration whose services exist only for this command, or null
 * @param bound whether the services end with the last connection that asked for them so; one that
 *     runs by itself continues to do so
 * @param caller where the command was called
 * @param before what the ad-hoc services settled on in an earlier life
 * @param waiting how long to wait until all are connected, and no health check fails
 * @param confirmed whether the user has agreed to services that ask for it: without, a start that
 *     means such a one is refused whole, with their names as {@code confirm} in the error's data
 * @param text what {@code file} says, where that is a pipe, which the daemon cannot read; or null
 * @param forwards further configurations as {@code adHoc}, each started and stopped by itself
 */
@BuiltByName
public record StartRequest(
    Selection selection,
    @Nullable String file,
    @Nullable String adHoc,
    boolean bound,
    Caller caller,
    Settled before,
    Waiting waiting,
    boolean confirmed,
    @Nullable String text,
    List<AdHoc> forwards) {
  /** Copies the list, so that a request never changes. */
  public StartRequest {
    forwards = List.copyOf(forwards);
  }

  /** Returns a request for services of the files that are loaded, which asks for nothing else. */
  public static StartRequest of(Selection selection, Caller caller) {
    return StartRequestBuilder.builder()
        .selection(selection)
        .caller(caller)
        .before(Settled.NOTHING)
        .waiting(Waiting.NONE)
        .forwards(List.of())
        .build();
  }

  /** Returns the same request with the configuration file to load first; null: none. */
  public StartRequest loading(@Nullable String path) {
    return StartRequestBuilder.builder(this).file(path).build();
  }

  /** Returns the same request that waits so long, and reports clusters that are offline. */
  public StartRequest waiting(Duration time) {
    return waiting(new Waiting(time, false));
  }

  /** Returns the same request that waits so. */
  public StartRequest waiting(Waiting so) {
    return StartRequestBuilder.builder(this).waiting(so).build();
  }

  /** Returns the longest wait. */
  public Duration patience() {
    return waiting.patience();
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
            .putAll(waiting.toJson());
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
    if (!forwards.isEmpty()) {
      json.put("forwards", forwards.stream().map(AdHoc::toJson).toList());
    }
    return json.build();
  }

  /** Reads what {@link #toJson} wrote; a wait is not negative and at most a day. */
  public static StartRequest from(JsonObject json) {
    JsonObject before = json.findObject("before");
    return StartRequestBuilder.builder()
        .selection(Selection.from(json))
        .file(json.findText("file"))
        .adHoc(json.findText("ad_hoc"))
        .bound(json.flag("bound", false))
        .caller(Caller.from(json))
        .before(before == null ? Settled.NOTHING : Settled.from(before))
        .waiting(Waiting.from(json))
        .confirmed(json.flag("confirmed", false))
        .text(json.findText("text"))
        .forwards(json.objects("forwards").stream().map(AdHoc::from).toList())
        .build();
  }

  /**
   * Returns the same request for services of this command alone.
   *
   * @param configuration the text of a configuration
   * @param untilItEnds whether they end with the connection that asks for them
   */
  public StartRequest adHoc(String configuration, boolean untilItEnds) {
    return StartRequestBuilder.builder(this).adHoc(configuration).bound(untilItEnds).build();
  }

  /** As the other method, for configurations that are each started and stopped by itself. */
  public StartRequest adHoc(List<AdHoc> configurations, boolean untilItEnds) {
    return StartRequestBuilder.builder(this).forwards(configurations).bound(untilItEnds).build();
  }

  /** Returns the configurations whose services exist only for this command. */
  public List<AdHoc> adHocs() {
    List<AdHoc> all = new ArrayList<>();
    if (adHoc != null) {
      all.add(new AdHoc(adHoc, before));
    }
    all.addAll(forwards);
    return all;
  }

  /** Returns the same request, whose services end with the connection that asks for them. */
  public StartRequest untilItEnds() {
    return StartRequestBuilder.builder(this).bound(true).build();
  }

  /** Returns the same request for services that had settled on something. */
  public StartRequest after(Settled earlier) {
    return StartRequestBuilder.builder(this).before(earlier).build();
  }

  /**
   * As the other method, for ad-hoc configurations of one service each, in their order; where these
   * are not as many, nothing is known of any.
   */
  public StartRequest after(List<Settled> earlier) {
    if (adHocs().size() != earlier.size()) {
      return this;
    } else if (adHoc != null) {
      return forwards.isEmpty() ? after(earlier.getFirst()) : this;
    }
    List<AdHoc> again = new ArrayList<>();
    for (int i = 0; i < earlier.size(); i++) {
      again.add(new AdHoc(forwards.get(i).text(), earlier.get(i)));
    }
    return StartRequestBuilder.builder(this).forwards(again).build();
  }

  /** Returns the same request with the user's consent. */
  public StartRequest withConsent() {
    return StartRequestBuilder.builder(this).confirmed(true).build();
  }

  /** Returns the same request with what its file says; null: the daemon reads it. */
  public StartRequest saying(@Nullable String content) {
    return StartRequestBuilder.builder(this).text(content).build();
  }
}
