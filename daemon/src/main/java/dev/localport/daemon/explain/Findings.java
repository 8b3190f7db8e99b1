package dev.localport.daemon.explain;

import dev.localport.api.Explanation.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gathers what was found, and ranks it. Not thread-safe. */
final class Findings {
  private record Ranked(Rank rank, Finding finding) {}

  private final List<Ranked> all = new ArrayList<>();

  void add(Rank rank, String what, List<String> evidence, @Nullable String todo) {
    all.add(new Ranked(rank, new Finding(what, evidence, todo)));
  }

  /** Returns whether something weighs as much, or more. */
  boolean has(Rank least) {
    return all.stream().anyMatch(ranked -> ranked.rank().compareTo(least) <= 0);
  }

  /** Returns what weighs most, if it weighs as much or more; null where nothing does. */
  @Nullable String worst(Rank least) {
    return all.stream()
        .filter(ranked -> ranked.rank().compareTo(least) <= 0)
        .min(Comparator.comparing(Ranked::rank))
        .map(ranked -> ranked.finding().what())
        .orElse(null);
  }

  /** Returns them, the weightiest first; among equals, what was found first. */
  List<Finding> ranked() {
    return all.stream().sorted(Comparator.comparing(Ranked::rank)).map(Ranked::finding).toList();
  }
}
