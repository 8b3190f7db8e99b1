package dev.localport.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.e2e.faults.NewConnections.Attempt;
import dev.localport.rpc.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What was seen of a row. */
record Outcome(
    Row row,
    String noticed,
    StatusWatch watch,
    List<String> fates,
    List<Attempt> fresh,
    String recovered,
    List<JsonObject> events) {
  private static final Duration HELD = Duration.ofMillis(1500);

  Outcome {
    fates = List.copyOf(fates);
    fresh = List.copyOf(fresh);
    events = List.copyOf(events);
  }

  static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", Math.max(0, duration.toMillis()) / 1e3);
  }

  /** Fails where states, events or new connections are not as they have to be. */
  void check() {
    for (String state : row.expected().states()) {
      assertThat(Stream.of(watch.services(), watch.clusters(), watch.notes()).flatMap(List::stream))
          .as("%s: states that were shown", row.fault())
          .anyMatch(shown -> shown.contains(state));
    }
    assertThat(events.stream().map(Outcome::kind))
        .as("%s: events", row.fault())
        .containsSubsequence(row.expected().events());
    assertThat(fresh.stream().map(Attempt::failure).filter(failure -> !isAllowed(failure)))
        .as("%s: new connections that were not answered", row.fault())
        .isEmpty();
  }

  /** New connections may end with their session, and only a dead daemon refuses any. None hangs. */
  private boolean isAllowed(String failure) {
    return failure.isEmpty()
        || (row.expected().open() == Row.Open.LOST
            && (failure.equals("ended")
                || (failure.equals("refused") && watch.services().contains("(no daemon)"))));
  }

  private static String kind(JsonObject event) {
    return switch (event.text("type")) {
      case "cluster" -> "cluster:" + event.text("state");
      case "operation" -> "operation:" + event.text("detail");
      default -> event.text("type");
    };
  }

  /** Returns the row of the table, in Markdown. */
  String markdown() {
    return Stream.of(
            row.fault(), noticed, states(), open(), held(), recovered, written(), row.needed())
        .collect(Collectors.joining(" | ", "| ", " |"));
  }

  private String states() {
    List<String> shown = new ArrayList<>();
    shown.addAll(beyond("connected", watch.services()));
    beyond("connected", watch.clusters()).forEach(each -> shown.add("cluster " + each));
    watch.notes().forEach(note -> shown.add("note: " + shortened(note)));
    return shown.isEmpty() ? "connected" : String.join(", ", shown);
  }

  private static String shortened(String note) {
    int end = note.indexOf(';');
    return end < 0 ? note : note.substring(0, end);
  }

  private static List<String> beyond(String usual, List<String> states) {
    return states.stream().filter(each -> !each.equals(usual)).distinct().toList();
  }

  private String open() {
    List<String> broken =
        fates.stream().filter(each -> each.startsWith("broken")).sorted().toList();
    return broken.isEmpty()
        ? "all %d go on".formatted(fates.size())
        : "%d of %d end, %s"
            .formatted(
                broken.size(), fates.size(), broken.getLast().replace("broken", "the last after"));
  }

  private String held() {
    List<Attempt> held = fresh.stream().filter(each -> each.took().compareTo(HELD) > 0).toList();
    List<String> parts = new ArrayList<>();
    parts.add(
        held.isEmpty()
            ? "none held"
            : "%d held, at most %s"
                .formatted(
                    held.size(),
                    seconds(
                        held.stream().map(Attempt::took).max(Duration::compareTo).orElseThrow())));
    for (String failure : List.of("ended", "refused", "hung")) {
      long count = fresh.stream().filter(each -> each.failure().equals(failure)).count();
      if (count > 0) {
        parts.add("%d %s".formatted(count, failure));
      }
    }
    return String.join(", ", parts);
  }

  private String written() {
    Map<String, Integer> counts = new LinkedHashMap<>();
    events.forEach(event -> counts.merge("`%s`".formatted(kind(event)), 1, Integer::sum));
    return counts.isEmpty()
        ? "none"
        : counts.entrySet().stream()
            .map(each ->
                each.getValue() == 1 ? each.getKey() : each.getKey() + " × " + each.getValue())
            .collect(Collectors.joining(", "));
  }
}
