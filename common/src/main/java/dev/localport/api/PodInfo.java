package dev.localport.api;

import dev.localport.rpc.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One pod behind a service, whole.
 *
 * @param context whose cluster it is in
 * @param phase as Kubernetes writes it: Pending, Running, Succeeded, Failed, Unknown
 * @param deleting whether it is marked for deletion
 * @param trouble why it is not ready in one phrase; null where it is
 * @param node null while it has none
 * @param conditions those that do not hold, {@code Ready: reason}
 * @param services the active services whose connections may go there
 * @param lastUpdated when this was known last
 * @param stale whether the cluster has been offline since
 * @param usageUpdated when the usage of its containers was reported; null without metrics
 * @param changes what changed in it, the newest first
 * @param events of the cluster that are about it, the newest first; only where they were asked for
 */
@BuiltByName
public record PodInfo(
    String context,
    String namespace,
    String name,
    String phase,
    boolean ready,
    boolean deleting,
    @Nullable String trouble,
    @Nullable String node,
    @Nullable Instant created,
    List<String> conditions,
    List<ContainerInfo> containers,
    List<String> services,
    @Nullable Instant lastUpdated,
    boolean stale,
    @Nullable Instant usageUpdated,
    List<PodChange> changes,
    List<ClusterEvent> events) {
  /** Copies the lists, so that a pod never changes. */
  public PodInfo {
    conditions = List.copyOf(conditions);
    containers = List.copyOf(containers);
    services = List.copyOf(services);
    changes = List.copyOf(changes);
    events = List.copyOf(events);
  }

  /** Returns when something changed in it last; null where that is not known. */
  public @Nullable Instant lastChange() {
    return changes.isEmpty() ? null : changes.getFirst().at();
  }

  /** Returns why it is not ready, or its phase where it does not say. */
  public String troubleOrPhase() {
    return trouble == null ? phase : trouble;
  }

  /** Returns the same pod with its events and changes as they are wanted. */
  public PodInfo showing(List<PodChange> wantedChanges, List<ClusterEvent> wantedEvents) {
    return PodInfoBuilder.builder(this).changes(wantedChanges).events(wantedEvents).build();
  }

  /**
   * Returns how often its containers were started again, together, as kubectl counts: those of init
   * containers only until they have all ended.
   */
  public int restarts() {
    boolean initializing = containers.stream().anyMatch(ContainerInfo::isInitializing);
    return containers.stream()
        .filter(container -> initializing || !container.isInit())
        .mapToInt(ContainerInfo::restarts)
        .sum();
  }

  /** Returns the containers that run as long as the pod does, sidecars among them. */
  public List<ContainerInfo> running() {
    return containers.stream().filter(container -> !container.isInit()).toList();
  }

  /** Returns the same pod as one that these services use, known now or from before. */
  public PodInfo usedBy(List<String> active, boolean fromBefore) {
    return with(containers, active, fromBefore, usageUpdated);
  }

  /** Returns what its containers use together; null without metrics. */
  public @Nullable Resources usage() {
    return containers.stream()
        .flatMap(container -> Stream.ofNullable(container.usage()))
        .reduce(Resources::plus)
        .orElse(null);
  }

  /**
   * Returns the same pod with what it uses.
   *
   * @param byContainer of those that were measured
   * @param told when that was reported
   */
  public PodInfo using(Map<String, Resources> byContainer, Instant told) {
    List<ContainerInfo> measured =
        containers.stream().map(each -> each.with(byContainer.get(each.name()))).toList();
    return with(measured, services, stale, told);
  }

  /** Returns the same pod as it was reported then. */
  public PodInfo reported(Instant when, boolean mayHaveChanged) {
    return PodInfoBuilder.builder(this).lastUpdated(when).stale(mayHaveChanged).build();
  }

  private PodInfo with(
      List<ContainerInfo> measured,
      List<String> active,
      boolean fromBefore,
      @Nullable Instant told) {
    return PodInfoBuilder.builder(this)
        .containers(measured)
        .services(active)
        .stale(fromBefore)
        .usageUpdated(told)
        .build();
  }

  /** Returns the pod as it travels. */
  public JsonObject toJson() {
    Resources usage = usage();
    return JsonObject.builder()
        .put("context", context)
        .put("namespace", namespace)
        .put("name", name)
        .put("phase", phase)
        .put("ready", ready)
        .put("deleting", deleting)
        .put("trouble", trouble)
        .put("node", node)
        .put("restarts", restarts())
        .put("created", created)
        .put("conditions", conditions)
        .put("containers", containers.stream().map(ContainerInfo::toJson).toList())
        .put("usage", usage == null ? null : usage.toJson())
        .put("usage_updated", usageUpdated)
        .put("services", services)
        .put("last_change", lastChange())
        .put("changes", changes.stream().map(PodChange::toJson).toList())
        .put("events", events.stream().map(ClusterEvent::toJson).toList())
        .put("last_updated", lastUpdated)
        .put("stale", stale)
        .build();
  }

  /** Reads what {@link #toJson} wrote. */
  public static PodInfo from(JsonObject json) {
    return PodInfoBuilder.builder()
        .context(json.text("context"))
        .namespace(json.text("namespace"))
        .name(json.text("name"))
        .phase(json.text("phase"))
        .ready(json.flag("ready", false))
        .deleting(json.flag("deleting", false))
        .trouble(json.findText("trouble"))
        .node(json.findText("node"))
        .created(json.findTime("created"))
        .conditions(json.texts("conditions"))
        .containers(json.objects("containers").stream().map(ContainerInfo::from).toList())
        .services(json.texts("services"))
        .lastUpdated(json.findTime("last_updated"))
        .stale(json.flag("stale", false))
        .usageUpdated(json.findTime("usage_updated"))
        .changes(json.objects("changes").stream().map(PodChange::from).toList())
        .events(json.objects("events").stream().map(ClusterEvent::from).toList())
        .build();
  }
}
