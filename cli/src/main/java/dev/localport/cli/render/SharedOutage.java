package dev.localport.cli.render;

import dev.localport.api.Outage;
import dev.localport.api.ServiceHistory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An outage that one service had, or several at once: a lost cluster is one trouble, not thirty.
 *
 * @param context the kube context of the services, or null
 * @param services their names, in order
 * @param first the one that began first
 * @param longest how long the longest took
 * @param alike whether all took as long, to the second
 */
record SharedOutage(
    @Nullable String context,
    List<String> services,
    Outage first,
    Duration longest,
    boolean alike) {
  /** Outages of one cause that begin within this time are one. */
  private static final Duration TOGETHER = Duration.ofSeconds(10);

  SharedOutage {
    services = List.copyOf(services);
  }

  private record One(String service, @Nullable String context, Outage outage) {
    boolean isAs(One other) {
      return Objects.equals(context, other.context)
          && outage.cause().equals(other.outage.cause())
          && Objects.equals(outage.endedBy(), other.outage.endedBy())
          && !other.outage.start().isAfter(outage.start().plus(TOGETHER));
    }
  }

  /**
   * Returns all outages, in the order in which they began.
   *
   * @param together whether those that services share are one
   */
  static List<SharedOutage> of(List<ServiceHistory> services, boolean together) {
    List<One> all = new ArrayList<>();
    for (ServiceHistory service : services) {
      for (Outage outage : service.outages()) {
        all.add(new One(service.name(), service.context(), outage));
      }
    }
    all.sort(Comparator.comparing((One one) -> one.outage().start()).thenComparing(One::service));
    List<List<One>> groups = new ArrayList<>();
    for (One one : all) {
      group(groups, one, together).add(one);
    }
    return groups.stream().map(SharedOutage::of).toList();
  }

  private static List<One> group(List<List<One>> groups, One one, boolean together) {
    for (List<One> group : groups.reversed()) {
      if (!together
          || group.getFirst().outage().start().plus(TOGETHER).isBefore(one.outage().start())) {
        break;
      } else if (group.getFirst().isAs(one)) {
        return group;
      }
    }
    List<One> group = new ArrayList<>();
    groups.add(group);
    return group;
  }

  private static SharedOutage of(List<One> group) {
    One first = group.getFirst();
    List<Duration> lengths = group.stream().map(one -> one.outage().duration()).sorted().toList();
    return new SharedOutage(
        first.context(),
        group.stream().map(One::service).sorted().toList(),
        first.outage(),
        lengths.getLast(),
        lengths.getFirst().toSeconds() == lengths.getLast().toSeconds());
  }
}
