package dev.localport.api;

import dev.localport.rpc.JsonObject;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One node of a cluster.
 *
 * @param ready whether its Ready condition holds
 * @param trouble why it is not ready, in the words of its condition; null where it is
 * @param pressures what it runs out of: {@code memory}, {@code disk}, {@code pid}, {@code network}
 * @param schedulable whether new pods may go there
 * @param version of its kubelet
 * @param capacity what it has
 * @param allocatable what of it pods may have
 * @param usage what is used now; null without metrics
 * @param lastUpdated when the cluster reported this; null for a node that no cluster reported
 * @param stale whether it may have changed since: the cluster is offline, or does not report it now
 */
@BuiltByName
public record NodeInfo(
    String name,
    boolean ready,
    @Nullable String trouble,
    List<String> pressures,
    boolean schedulable,
    String version,
    Resources capacity,
    Resources allocatable,
    @Nullable Resources usage,
    @Nullable Instant lastUpdated,
    boolean stale) {
  private static final Resources NOTHING = new Resources(null, null);

  /** Copies the list, so that a node never changes. */
  public NodeInfo {
    pressures = List.copyOf(pressures);
  }

  /** Returns the same node with what is used of it. */
  public NodeInfo with(@Nullable Resources used) {
    return NodeInfoBuilder.builder(this).usage(used).build();
  }

  /** Returns the same node as it was reported then. */
  public NodeInfo reported(Instant when, boolean mayHaveChanged) {
    return NodeInfoBuilder.builder(this).lastUpdated(when).stale(mayHaveChanged).build();
  }

  /** Returns the node as it travels. */
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("name", name)
        .put("ready", ready)
        .put("trouble", trouble)
        .put("pressures", pressures)
        .put("schedulable", schedulable)
        .put("version", version)
        .put("capacity", capacity.toJson())
        .put("allocatable", allocatable.toJson())
        .put("usage", usage == null ? null : usage.toJson())
        .put("last_updated", lastUpdated)
        .put("stale", stale)
        .build();
  }

  /** Reads what {@link #toJson} wrote. */
  public static NodeInfo from(JsonObject json) {
    return NodeInfoBuilder.builder()
        .name(json.text("name"))
        .ready(json.flag("ready", false))
        .trouble(json.findText("trouble"))
        .pressures(json.texts("pressures"))
        .schedulable(json.flag("schedulable", true))
        .version(json.text("version", ""))
        .capacity(amount(json, "capacity"))
        .allocatable(amount(json, "allocatable"))
        .usage(Resources.from(json.findObject("usage")))
        .lastUpdated(json.findTime("last_updated"))
        .stale(json.flag("stale", false))
        .build();
  }

  private static Resources amount(JsonObject json, String key) {
    Resources amount = Resources.from(json.findObject(key));
    return amount == null ? NOTHING : amount;
  }
}
