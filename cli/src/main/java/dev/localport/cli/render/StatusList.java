package dev.localport.cli.render;

import dev.localport.api.ServiceStatus;
import dev.localport.api.StatusReply;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The list of {@code status} for a screen on which a service can be selected: the same lines, and
 * which service each is about. Immutable.
 */
public final class StatusList {
  /** The order of {@code status}: what needs a look first, stopped services last. */
  public static final Comparator<ServiceStatus> WORST_FIRST = StatusGroup::compare;

  private static final List<Standing> SUMMARY =
      List.of(
          Standing.UP,
          Standing.DEGRADED,
          Standing.CONNECTING,
          Standing.WAITING,
          Standing.FAILED,
          Standing.IDLE,
          Standing.STOPPED);

  private final List<StatusGroup> groups;

  /**
   * A heading, or a service with its ports and remarks.
   *
   * @param service null: it is a heading
   * @param lines may have our colors
   */
  public record Entry(@Nullable ServiceStatus service, List<String> lines) {
    /** Copies the lines. */
    public Entry {
      lines = List.copyOf(lines);
    }
  }

  /**
   * Groups services by context, stopped ones too.
   *
   * @param order of the services of a context
   */
  public StatusList(StatusReply status, Comparator<ServiceStatus> order) {
    this.groups = List.copyOf(StatusGroup.of(status, true, order));
  }

  /** Returns the services from top to bottom. */
  public List<ServiceStatus> services() {
    return groups.stream().flatMap(group -> group.services().stream()).toList();
  }

  /**
   * Returns what is shown from top to bottom.
   *
   * @param health whether checks and heartbeats are shown, too
   * @param width of the lines
   */
  public List<Entry> entries(boolean health, int width, Instant now, Supplier<ZoneId> zone) {
    return new StatusGroups(health, true, now, zone).entries(groups, width, true);
  }

  /** Returns {@code 6 up · 2 degraded · 2 waiting}; empty without services. */
  public static String summary(List<ServiceStatus> services) {
    List<Standing> all = services.stream().map(Standing::of).toList();
    StringBuilder line = new StringBuilder();
    for (Standing standing : SUMMARY) {
      int count = Collections.frequency(all, standing);
      if (count > 0) {
        line.append(line.isEmpty() ? "" : " · ").append(count).append(' ').append(standing.word());
      }
    }
    return line.toString();
  }
}
