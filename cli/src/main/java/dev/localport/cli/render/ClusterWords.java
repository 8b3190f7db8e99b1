package dev.localport.cli.render;

import dev.localport.api.CachedResource;
import dev.localport.api.ClusterState;
import dev.localport.api.ClusterStatus;
import dev.localport.api.Durations;
import dev.localport.api.NodeCounts;
import dev.localport.api.PodCounts;
import dev.localport.cli.render.Table.Cell;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One cluster in words; docs/states.md lists its states. */
final class ClusterWords {
  private ClusterWords() {}

  /** Returns the state with its sign, and the age of what may have changed since. */
  static Cell state(ClusterStatus cluster, Instant now) {
    String age = cluster.stale() ? known(cluster, now) : "";
    String limited = cluster.missingPermissions().isEmpty() ? "" : " · limited permissions";
    String insecure = cluster.insecure() ? " · TLS not verified" : "";
    return Sign.of(cluster.state()).before(cluster.state().word() + age + limited + insecure);
  }

  private static String known(ClusterStatus cluster, Instant now) {
    Instant told =
        cluster.cached().stream()
            .map(CachedResource::lastUpdated)
            .filter(Objects::nonNull)
            .max(Instant::compareTo)
            .orElse(cluster.lastSuccess());
    return told == null ? " · nothing known" : " · known " + ago(told, now);
  }

  /** Returns {@code 4m ago}, or that there is none. */
  static String ago(@Nullable Instant then, Instant now) {
    return then == null ? Table.NONE : Durations.show(Duration.between(then, now)) + " ago";
  }

  static String millis(@Nullable Double millis) {
    return millis == null ? Table.NONE : Durations.millis(millis);
  }

  /** Returns how long the last answer took, yellow where that is too long. */
  static Cell latency(ClusterStatus cluster) {
    Double last = cluster.latency().last();
    Double most = cluster.degradedAboveMillis();
    boolean isSlow = last != null && most != null && last > most;
    return new Cell(millis(last), isSlow ? Colour.YELLOW : Colour.NONE);
  }

  /**
   * Returns names in a cell: all, or {@code web and 20 more}.
   *
   * @param wide whether there is room for all
   */
  static String names(List<String> names, boolean wide) {
    return names.size() <= 2 || wide
        ? String.join(",", names)
        : names.getFirst() + " and " + (names.size() - 1) + " more";
  }

  /** Returns {@code 2/3}: those that are ready, and all. */
  static Cell nodes(@Nullable NodeCounts nodes) {
    return nodes == null
        ? Cell.of(Table.NONE)
        : new Cell(
            nodes.ready() + "/" + nodes.total(),
            nodes.ready() < nodes.total() ? Colour.YELLOW : Colour.NONE);
  }

  /** Returns {@code 9/12}: those that run, and all. */
  static String pods(@Nullable PodCounts pods) {
    return pods == null ? Table.NONE : pods.running() + "/" + pods.total();
  }

  /** Returns what the pods are that do not run: {@code 1 pending, 2 CrashLoopBackOff}. */
  static String otherPods(@Nullable PodCounts pods) {
    if (pods == null) {
      return Table.NONE;
    }
    List<String> parts = new ArrayList<>();
    add(parts, pods.pending(), "pending");
    add(parts, pods.failed(), "failed");
    add(parts, pods.succeeded(), "succeeded");
    add(parts, pods.unknown(), "unknown");
    pods.waiting().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(why -> add(parts, why.getValue(), why.getKey()));
    return parts.isEmpty() ? Table.NONE : String.join(", ", parts);
  }

  private static void add(List<String> parts, int number, String what) {
    if (number > 0) {
      parts.add(number + " " + what);
    }
  }

  static Cell warnings(@Nullable Integer warnings) {
    return warnings == null
        ? Cell.of(Table.NONE)
        : new Cell(warnings.toString(), warnings > 0 ? Colour.YELLOW : Colour.NONE);
  }

  /** Returns why it is not as it should be, or what it does not tell; null where all is well. */
  static @Nullable String remark(ClusterStatus cluster) {
    if (cluster.error() != null && !isMissingSaid(cluster)) {
      return OneLine.plain(cluster.error().message());
    }
    return cluster.missingPermissions().isEmpty() ? null : missing(cluster.missingPermissions());
  }

  /** Tells whether the remark has the missing permissions, where there are any. */
  static boolean isMissingSaid(ClusterStatus cluster) {
    boolean well =
        cluster.state() == ClusterState.CONNECTED || cluster.state() == ClusterState.DISABLED;
    return well || cluster.error() == null;
  }

  /** Returns {@code missing permissions: list nodes, list events}. */
  static String missing(List<String> permissions) {
    return (permissions.size() == 1 ? "missing permission: " : "missing permissions: ")
        + OneLine.plain(String.join(", ", permissions));
  }

  /** Returns how far its clock is ahead of ours or behind; null where it is not, or not known. */
  static @Nullable String skew(ClusterStatus cluster) {
    Double skew = cluster.clockSkewSeconds();
    if (skew == null || Math.abs(skew) < 1) {
      return null;
    }
    return String.format(
        Locale.ROOT, "%.0f s %s ours", Math.abs(skew), skew > 0 ? "ahead of" : "behind");
  }
}
