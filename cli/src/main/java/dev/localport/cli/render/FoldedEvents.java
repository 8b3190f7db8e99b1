package dev.localport.cli.render;

import dev.localport.api.ClusterEvent;
import dev.localport.api.ClusterEventBuilder;
import dev.localport.api.SeenEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Events for people: what a cluster says of several objects in the same words, such as of each pod
 * of a deployment, is one row with the newest of them and how many more there are.
 */
final class FoldedEvents {
  private static final String NAME = "\0";

  private FoldedEvents() {}

  /**
   * Returns a row for each thing that happened, in the order of the first of its events.
   *
   * @param events the newest first
   */
  static List<SeenEvent> of(List<SeenEvent> events) {
    Map<Said, List<ClusterEvent>> folded = new LinkedHashMap<>();
    for (SeenEvent seen : events) {
      folded.computeIfAbsent(Said.by(seen), _ -> new ArrayList<>()).add(seen.event());
    }
    List<SeenEvent> rows = new ArrayList<>();
    folded.forEach((said, same) -> rows.add(new SeenEvent(said.context, row(same))));
    return rows;
  }

  private static ClusterEvent row(List<ClusterEvent> same) {
    ClusterEvent newest = same.getFirst();
    long others = same.stream().map(ClusterEvent::object).distinct().count() - 1;
    return ClusterEventBuilder.builder(newest)
        .object(others == 0 ? newest.object() : "%s (+%d)".formatted(newest.object(), others))
        .count(same.stream().mapToInt(ClusterEvent::count).sum())
        .firstSeen(earliest(same))
        .build();
  }

  private static @Nullable Instant earliest(List<ClusterEvent> same) {
    return same.stream()
        .map(ClusterEvent::firstSeen)
        .filter(Objects::nonNull)
        .min(Instant::compareTo)
        .orElse(null);
  }

  /** What is the same in all events of a row. */
  private record Said(
      String context,
      @Nullable String namespace,
      String type,
      String reason,
      String kind,
      String message,
      List<String> services) {
    static Said by(SeenEvent seen) {
      ClusterEvent event = seen.event();
      int slash = event.object().indexOf('/');
      String name = event.object().substring(slash + 1);
      return new Said(
          seen.context(),
          event.namespace(),
          event.type(),
          event.reason(),
          event.object().substring(0, slash + 1),
          event.message().replace(name, NAME),
          event.services());
    }
  }
}
