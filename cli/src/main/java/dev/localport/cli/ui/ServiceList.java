package dev.localport.cli.ui;

import dev.localport.api.ClusterStatus;
import dev.localport.api.ServiceStatus;
import dev.localport.api.StatusReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The services that are listed, grouped by context, and the one that is selected. Not thread-safe.
 */
final class ServiceList {
  /** The heading of services whose context is not known yet. */
  static final String NO_CONTEXT = "no context yet";

  /** A line of the list. */
  sealed interface Row {
    /**
     * The heading of a group.
     *
     * @param cluster what is known of it; null: nothing
     */
    record Heading(String context, @Nullable ClusterStatus cluster) implements Row {}

    /** A service. */
    record Item(ServiceStatus service) implements Row {}
  }

  private final Predicate<ServiceStatus> wanted;
  private List<ServiceStatus> services = List.of();
  private Map<String, ClusterStatus> clusters = Map.of();
  private List<Row> rows = List.of();
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
    services = status.services().stream().filter(wanted).toList();
    clusters =
        status.clusters().stream()
            .collect(
                Collectors.toMap(ClusterStatus::context, Function.identity(), (one, _) -> one));
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

  /** Returns all services that it is about, filtered or not. */
  List<ServiceStatus> services() {
    return services;
  }

  /** Returns the clusters of the services, by name. */
  List<ClusterStatus> clusters() {
    return clusters.values().stream()
        .sorted((one, other) -> one.context().compareTo(other.context()))
        .toList();
  }

  List<Row> rows() {
    return rows;
  }

  /** Returns the service that is selected; null: the list is empty. */
  @Nullable ServiceStatus selected() {
    return rows.stream()
        .filter(Row.Item.class::isInstance)
        .map(row -> ((Row.Item) row).service())
        .filter(service -> service.name().equals(selected))
        .findFirst()
        .orElse(null);
  }

  /** Returns the row of the selected service; -1: there is none. */
  int selectedRow() {
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i) instanceof Row.Item(ServiceStatus service)
          && service.name().equals(selected)) {
        return i;
      }
    }
    return -1;
  }

  /** Selects the service so many services further down; negative: up. */
  void move(int by) {
    List<String> names = names();
    if (!names.isEmpty()) {
      int index = names.indexOf(Objects.requireNonNullElse(selected, ""));
      selected = names.get(Math.clamp((long) index + by, 0, names.size() - 1));
    }
  }

  private List<String> names() {
    return rows.stream()
        .filter(Row.Item.class::isInstance)
        .map(row -> ((Row.Item) row).service().name())
        .toList();
  }

  private void arrange() {
    int index = names().indexOf(Objects.requireNonNullElse(selected, ""));
    Map<String, List<ServiceStatus>> groups = new TreeMap<>();
    for (ServiceStatus service : services) {
      if (isListed(service)) {
        groups.computeIfAbsent(contextOf(service), _ -> new ArrayList<>()).add(service);
      }
    }
    List<Row> next = new ArrayList<>();
    groups.forEach((context, group) -> {
      next.add(new Row.Heading(context, clusters.get(context)));
      group.stream().sorted(sort.order()).map(Row.Item::new).forEach(next::add);
    });
    rows = List.copyOf(next);
    List<String> names = names();
    if (!names.isEmpty() && !names.contains(Objects.requireNonNullElse(selected, ""))) {
      selected = names.get(Math.clamp(index, 0, names.size() - 1)); // the next one in its place
    }
  }

  private static String contextOf(ServiceStatus service) {
    return Objects.requireNonNullElse(service.context(), NO_CONTEXT);
  }

  private boolean isListed(ServiceStatus service) {
    String text = filter.toLowerCase(Locale.ROOT);
    return text.isEmpty()
        || contains(service.name(), text)
        || contains(service.target(), text)
        || contains(contextOf(service), text)
        || contains(service.state(), text)
        || contains(service.health(), text)
        || service.tags().stream().anyMatch(tag -> contains(tag, text));
  }

  private static boolean contains(String field, String text) {
    return field.toLowerCase(Locale.ROOT).contains(text);
  }
}
