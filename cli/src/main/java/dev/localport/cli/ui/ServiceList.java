package dev.localport.cli.ui;

import dev.localport.api.ClusterStatus;
import dev.localport.api.ServiceStatus;
import dev.localport.api.StatusReply;
import dev.localport.cli.render.StatusList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The services that are listed, grouped by context, and the one that is selected. Not thread-safe.
 */
final class ServiceList {
  private final Predicate<ServiceStatus> wanted;
  private @Nullable StatusReply known;
  private List<ServiceStatus> services = List.of();
  private List<ClusterStatus> clusters = List.of();
  private @Nullable StatusList shown;
  private List<ServiceStatus> listed = List.of();
  private String filter = "";
  private Sort sort = Sort.STATE;
  private @Nullable String selected;

  /**
   * Makes a list that is empty.
   *
   * @param wanted which services it is about
   */
  ServiceList(Predicate<ServiceStatus> wanted) {
    this.wanted = wanted;
  }

  /** Takes how everything is now. */
  void take(StatusReply status) {
    known = status;
    services = status.services().stream().filter(wanted).toList();
    clusters = usedBy(services, status);
    arrange();
  }

  /** Lists only services that have this text in their name, target, context, state or a tag. */
  void filter(String text) {
    filter = text;
    arrange();
  }

  String filter() {
    return filter;
  }

  void sort(Sort order) {
    sort = order;
    arrange();
  }

  Sort sort() {
    return sort;
  }

  /** Tells whether the daemon has answered once. */
  boolean isKnown() {
    return known != null;
  }

  /** Tells whether the daemon has services, wanted here or not. */
  boolean isDaemonEmpty() {
    return known != null && known.services().isEmpty();
  }

  /** Returns all services that it is about, filtered or not. */
  List<ServiceStatus> services() {
    return services;
  }

  /** Returns the clusters of these services. */
  List<ClusterStatus> clusters() {
    return clusters;
  }

  /** Returns the services that are listed, from top to bottom. */
  List<ServiceStatus> listed() {
    return listed;
  }

  /** Returns what is drawn; null: nothing is known yet. */
  @Nullable StatusList shown() {
    return shown;
  }

  /** Returns the service that is selected; null: the list is empty. */
  @Nullable ServiceStatus selected() {
    int index = selectedIndex();
    return index < 0 ? null : listed.get(index);
  }

  private int selectedIndex() {
    for (int i = 0; i < listed.size(); i++) {
      if (listed.get(i).name().equals(selected)) {
        return i;
      }
    }
    return -1;
  }

  /** Selects the service so many services further down; negative: up. */
  void move(int by) {
    if (!listed.isEmpty()) {
      int next = Math.clamp((long) selectedIndex() + by, 0, listed.size() - 1);
      selected = listed.get(next).name();
    }
  }

  private void arrange() {
    StatusReply all = known;
    if (all == null) {
      return;
    }
    int index = selectedIndex();
    List<ServiceStatus> matching = services.stream().filter(this::isListed).toList();
    StatusReply part =
        new StatusReply(all.overall(), all.daemon(), matching, usedBy(matching, all), List.of());
    StatusList next = new StatusList(part, sort.order());
    shown = next;
    listed = next.services();
    if (!listed.isEmpty() && selectedIndex() < 0) {
      selected = listed.get(Math.clamp(index, 0, listed.size() - 1)).name(); // in its place
    }
  }

  private static List<ClusterStatus> usedBy(List<ServiceStatus> services, StatusReply all) {
    return all.clusters().stream()
        .filter(cluster ->
            services.stream().anyMatch(service -> cluster.context().equals(service.context())))
        .toList();
  }

  private boolean isListed(ServiceStatus service) {
    String text = filter.toLowerCase(Locale.ROOT);
    return text.isEmpty()
        || contains(service.name(), text)
        || contains(service.target(), text)
        || contains(Objects.requireNonNullElse(service.context(), ""), text)
        || contains(service.state(), text)
        || contains(Objects.requireNonNullElse(service.reason(), "").replace('_', ' '), text)
        || contains(service.health(), text)
        || service.tags().stream().anyMatch(tag -> contains(tag, text));
  }

  private static boolean contains(String field, String text) {
    return field.toLowerCase(Locale.ROOT).contains(text);
  }
}
