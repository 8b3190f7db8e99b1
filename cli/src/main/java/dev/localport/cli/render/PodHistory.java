package dev.localport.cli.render;

import dev.localport.api.ClusterEvent;
import dev.localport.api.PodChange;
import dev.localport.api.PodInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What changed in a pod, and the events about it, in one order: a line each, the newest first.
 *
 * @param now what ages count from
 */
record PodHistory(PodInfo pod, Instant now) {
  private static final int LINES = 3;
  private static final Duration RECENT = Duration.ofHours(1);

  /* The reason of a pod that is not ready, where a container is not: its own line says more. */
  private static final String UNSAID = "ContainersNotReady";

  /* OOMKilled (137) */
  private static final Pattern ENDING = Pattern.compile("(\\S+) \\((\\d+)\\)");

  private record Line(Instant at, String text) {}

  /** Returns everything that is known. */
  List<String> all() {
    return lines().map(this::shown).toList();
  }

  /** Returns the newest; of a pod that is well, only what happened in the last hour. */
  List<String> recent() {
    boolean isWell = pod.ready() && !pod.deleting();
    return lines()
        .filter(line -> !isWell || line.at().isAfter(now.minus(RECENT)))
        .limit(LINES)
        .map(this::shown)
        .toList();
  }

  private Stream<Line> lines() {
    return Stream.concat(
            pod.changes().stream().map(change -> new Line(change.at(), words(change))),
            pod.events().stream().map(event -> new Line(event.lastSeen(), words(event))))
        .sorted(Comparator.comparing(Line::at).reversed());
  }

  private String shown(Line line) {
    return ClusterWords.ago(line.at(), now) + "  " + line.text();
  }

  private static String words(PodChange change) {
    String what =
        switch (change.what()) {
          case "not_ready" -> "not ready";
          case "deleted" -> "marked for deletion";
          default -> change.what();
        };
    if (change.what().equals("not_ready") && UNSAID.equals(change.detail())) {
      return what;
    }
    Matcher end = ENDING.matcher(Objects.requireNonNullElse(change.detail(), ""));
    if (change.what().equals("ended") && change.container() != null && end.matches()) {
      return OneLine.plain(
          "container %s exited with code %s (%s)"
              .formatted(change.container(), end.group(2), end.group(1)));
    }
    String who = change.container() == null ? "" : "container " + change.container() + " ";
    return OneLine.plain(who + what + (change.detail() == null ? "" : ": " + change.detail()));
  }

  private static String words(ClusterEvent event) {
    String count = event.count() == 1 ? "" : " (" + event.count() + " times)";
    return OneLine.plain(
        "%s %s%s: %s".formatted(event.type(), event.reason(), count, event.message().strip()));
  }
}
