package dev.localport.api;

import dev.localport.rpc.JsonObject;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code start} and {@code forward} ask for. Without names, tags and {@code all} it means
 * every service of {@code file} that is enabled and starts by itself.
 *
 * @param selection which services
 * @param file the absolute path of the configuration file to load first, or null
 * @param adHoc the text of a configuration whose services exist only for this command, or null
 * @param bound whether the ad-hoc services end with the connection that asked for them
 * @param kubeconfig the caller's {@code $KUBECONFIG}, or null
 * @param patience how long to wait until all are connected; zero: not at all
 */
public record StartRequest(
    Selection selection,
    @Nullable String file,
    @Nullable String adHoc,
    boolean bound,
    @Nullable String kubeconfig,
    Duration patience) {

  /** Returns the request as it travels. */
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("names", selection.names())
        .put("tags", selection.tags())
        .put("all", selection.all())
        .put("file", file)
        .put("ad_hoc", adHoc)
        .put("bound", bound)
        .put("kubeconfig", kubeconfig)
        .put("wait_ms", patience.toMillis())
        .build();
  }

  /** Reads what {@link #toJson} wrote. */
  public static StartRequest from(JsonObject json) {
    return new StartRequest(
        Selection.from(json),
        json.findText("file"),
        json.findText("ad_hoc"),
        json.flag("bound", false),
        json.findText("kubeconfig"),
        Duration.ofMillis(json.number("wait_ms", 0)));
  }

  /** Returns a request for services that are loaded already. */
  public static StartRequest of(List<String> names, Duration patience) {
    return new StartRequest(
        new Selection(names, List.of(), false, null), null, null, false, null, patience);
  }
}
