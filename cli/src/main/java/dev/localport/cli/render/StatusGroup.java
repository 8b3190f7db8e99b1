package dev.localport.cli.render;

import dev.localport.api.ClusterStatus;
import dev.localport.api.PendingOperation;
import dev.localport.api.ServiceStatus;
import dev.localport.api.StatusReply;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A kube context with its services, so that those of one cluster are not taken for those of
 * another.
 *
 * @param context null for services whose context is not known yet
 * @param clusters what is known of it; two where two kubeconfigs have a context of that name
 * @param services those that are shown, in order
 * @param production whether {@code start} asks first for one of its services
 */
record StatusGroup(
    @Nullable String context,
    List<ClusterStatus> clusters,
    List<ServiceStatus> services,
    boolean production) {
  StatusGroup {
    clusters = List.copyOf(clusters);
    services = List.copyOf(services);
  }

  /**
   * Returns the groups, those with trouble first.
   *
   * @param stopped whether services that are stopped are shown, too
   * @param order of the services of a group
   */
  static List<StatusGroup> of(
      StatusReply status, boolean stopped, Comparator<ServiceStatus> order) {
    Map<String, List<ServiceStatus>> byContext = new TreeMap<>();
    status.clusters().forEach(cluster -> byContext.put(cluster.context(), new ArrayList<>()));
    for (ServiceStatus service : status.services()) {
      String context = Objects.requireNonNullElse(service.context(), "");
      byContext.computeIfAbsent(context, _ -> new ArrayList<>()).add(service);
    }
    List<StatusGroup> groups = new ArrayList<>();
    byContext.forEach((context, all) -> groups.add(of(status, context, all, stopped, order)));
    groups.removeIf(group -> group.services.isEmpty() && group.clusters.isEmpty());
    groups.sort(StatusGroup::compare);
    return groups;
  }

  /* By hand, as the next one: a chain of comparators is made at run time, which costs 10 ms. */
  private static int compare(StatusGroup one, StatusGroup other) {
    int trouble = Boolean.compare(other.isTrouble(), one.isTrouble());
    return trouble != 0 ? trouble : Boolean.compare(one.context == null, other.context == null);
  }

  /** Compares services as {@link StatusList#WORST_FIRST} does. */
  static int compare(ServiceStatus one, ServiceStatus other) {
    int standing = Standing.of(one).compareTo(Standing.of(other));
    return standing != 0 ? standing : one.name().compareTo(other.name());
  }

  private static StatusGroup of(
      StatusReply status,
      String context,
      List<ServiceStatus> all,
      boolean stopped,
      Comparator<ServiceStatus> order) {
    return new StatusGroup(
        context.isEmpty() ? null : context,
        status.clusters().stream().filter(one -> one.context().equals(context)).toList(),
        all.stream()
            .filter(service -> stopped || Standing.of(service) != Standing.STOPPED)
            .sorted(order)
            .toList(),
        all.stream().anyMatch(ServiceStatus::production));
  }

  private boolean isTrouble() {
    return isDown() || services.stream().anyMatch(service -> Standing.of(service).isTrouble());
  }

  private boolean isDown() {
    return clusters.stream().anyMatch(cluster -> cluster.state().isDown());
  }

  /** Tells whether what is wrong with a service is what the heading says of its cluster. */
  boolean explains(ServiceStatus service) {
    if (!isDown()) {
      return false;
    }
    return switch (service.state()) {
      case "suspended" ->
          "cluster_offline".equals(service.reason()) || "credentials".equals(service.reason());
      case "connecting", "reconnecting" -> true;
      default -> false;
    };
  }

  /** Returns how many of its services wait for the operation that this one waits for; 0: none. */
  int waitingLike(ServiceStatus service) {
    PendingOperation pending = service.pending();
    int count = 0;
    for (ServiceStatus other : services) {
      boolean isSame =
          pending != null && other.pending() != null && pending.id() == other.pending().id();
      count += isSame ? 1 : 0;
    }
    return count;
  }

  /** Returns what several of its services wait for, in their order: {@code start pending …}. */
  List<String> operations() {
    List<String> operations = new ArrayList<>();
    for (ServiceStatus service : services) {
      int count = waitingLike(service);
      String line = count < 2 ? null : ServiceWords.pending(service, count);
      if (line != null && !operations.contains(line)) {
        operations.add(line);
      }
    }
    return operations;
  }

  /** Returns the namespace that most of its services are in; null where none is known. */
  @Nullable String namespace() {
    Map<String, Integer> counts = new TreeMap<>();
    for (ServiceStatus service : services) {
      if (service.namespace() != null) {
        counts.merge(service.namespace(), 1, Integer::sum);
      }
    }
    String most = null;
    int count = 0;
    for (Map.Entry<String, Integer> each : counts.entrySet()) {
      if (each.getValue() > count) {
        most = each.getKey();
        count = each.getValue();
      }
    }
    return most;
  }
}
