package dev.localport.cli.render;

import dev.localport.api.CachedResource;
import dev.localport.api.ClusterReport;
import dev.localport.api.ClusterStatus;
import dev.localport.api.Durations;
import dev.localport.api.NodeInfo;
import dev.localport.api.Resources;
import dev.localport.api.ServicePod;
import dev.localport.cli.render.Table.Cell;
import dev.localport.cli.render.Table.Column;
import dev.localport.cli.render.Table.Cut;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What there is to know of one cluster beside its row.
 *
 * @param wide whether names are listed whole, however many there are
 * @param now what ages count from
 */
record ClusterDetails(boolean wide, Instant now) {
  private static final int MILLIS_PER_CPU = 1000;

  /** Returns lines such as {@code server: https://10.0.0.1:6443}. */
  List<String> facts(ClusterReport report) {
    ClusterStatus cluster = report.status();
    List<String> lines = new ArrayList<>();
    add(lines, "server", cluster.server());
    add(lines, "TLS", cluster.insecure() ? "not verified (insecure-skip-tls-verify)" : null);
    add(lines, "version", cluster.version());
    add(lines, "last check", time(cluster.lastCheck()));
    add(lines, "last answer", time(cluster.lastSuccess()));
    add(
        lines,
        "without an answer",
        cluster.consecutiveFailures() == 0 ? null : cluster.consecutiveFailures() + " in a row");
    add(lines, "latency", latency(cluster.latency()));
    add(lines, "nodes", nodes(cluster));
    String others = ClusterWords.otherPods(cluster.pods());
    add(lines, "other pods", others.equals(Table.NONE) ? null : others);
    add(lines, "not well", join(cluster.unready()));
    if (!ClusterWords.isMissingSaid(cluster)) {
      add(lines, "missing permissions", join(cluster.missingPermissions()));
    }
    add(lines, "its clock", ClusterWords.skew(cluster));
    add(lines, "your pods", pods(report));
    add(lines, "your events", events(report));
    return lines;
  }

  private static @Nullable String nodes(ClusterStatus cluster) {
    return cluster.nodes() == null
        ? null
        : cluster.nodes().ready() + " of " + cluster.nodes().total() + " ready";
  }

  private static @Nullable String pods(ClusterReport report) {
    ClusterReport.Counts pods = report.counts();
    return pods.total() == 0
        ? null
        : "%d of %d ready%s"
            .formatted(
                pods.ready(),
                pods.total(),
                pods.restarts() == 0 ? "" : ", restarts: " + pods.restarts());
  }

  private String events(ClusterReport report) {
    ClusterStatus cluster = report.status();
    Instant told =
        cluster.cached().stream()
            .filter(kept -> kept.resource().equals("events"))
            .map(CachedResource::lastUpdated)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null);
    Integer total = report.eventsTotal();
    if (total == null) {
      return "not known";
    }
    String age = told == null ? "" : ", updated " + ClusterWords.ago(told, now);
    return (total == 0 ? "none" : total) + age;
  }

  /** Returns the line that leads to more: {@code 5 of 12; more: localport cluster events …}. */
  static String others(int shown, int total, String what, ClusterReport report) {
    return "%d of %d; more: localport cluster %s --context %s"
        .formatted(shown, total, what, OneLine.plain(report.status().context()));
  }

  /** Returns a row a pod behind a service. */
  Table pods(List<ServicePod> pods) {
    Table table =
        new Table(
            List.of(
                new Column("POD", Cut.NAME),
                new Column("STATE", Cut.NEVER),
                new Column("RESTARTS", Cut.NEVER, 3),
                new Column("CHANGED", Cut.NEVER, 4),
                new Column("SERVICES", Cut.END, 5)));
    for (ServicePod pod : pods) {
      String word = pod.trouble() == null ? pod.phase() : pod.trouble();
      List<Cell> cells =
          List.of(
              Cell.of(OneLine.plain(pod.namespace() + "/" + pod.name())),
              (pod.ready() ? Sign.CONNECTED : Sign.AWAY).before(OneLine.plain(word)),
              Cell.of(String.valueOf(pod.restarts())),
              Cell.of(ClusterWords.ago(pod.lastChange(), now)),
              Cell.orNone(ClusterWords.names(pod.services(), wide)));
      if (pod.stale()) {
        table.addDim(cells);
      } else {
        table.add(cells);
      }
    }
    return table;
  }

  private static Duration millis(double seconds) {
    return Duration.ofMillis(Math.round(seconds * 1_000));
  }

  private @Nullable String time(@Nullable Instant then) {
    return then == null ? null : ClusterWords.ago(then, now);
  }

  private static @Nullable String latency(ClusterStatus.Latency latency) {
    return latency.p50() == null
        ? null
        : "median %s, p95 %s"
            .formatted(ClusterWords.millis(latency.p50()), ClusterWords.millis(latency.p95()));
  }

  private static @Nullable String join(List<String> texts) {
    return texts.isEmpty() ? null : OneLine.plain(String.join(", ", texts));
  }

  private static void add(List<String> lines, String key, @Nullable String value) {
    if (value != null) {
      lines.add(key + ": " + value);
    }
  }

  /** Returns a row a node. */
  Table nodes(List<NodeInfo> nodes) {
    Table table =
        new Table(
            List.of(
                new Column("NODE", Cut.NAME),
                new Column("STATE", Cut.NEVER),
                new Column("PRESSURE", Cut.NEVER, 2),
                new Column("CPU", Cut.NEVER, 3),
                new Column("MEMORY", Cut.NEVER, 4),
                new Column("VERSION", Cut.END, 5)));
    for (NodeInfo node : nodes) {
      List<Cell> cells =
          List.of(
              Cell.of(node.name()),
              state(node),
              pressures(node.pressures()),
              Cell.of(cpu(node)),
              Cell.of(memory(node)),
              Cell.orNone(node.version()));
      if (node.stale()) {
        table.addDim(cells);
      } else {
        table.add(cells);
      }
      if (node.trouble() != null) {
        table.remark(OneLine.plain(node.trouble()));
      }
    }
    return table;
  }

  private Cell state(NodeInfo node) {
    String ready = node.ready() ? "ready" : "not ready";
    String word = node.schedulable() ? ready : ready + ", takes no pods";
    return (node.ready() ? Sign.CONNECTED : Sign.AWAY)
        .before(
            node.stale() ? word + " · known " + ClusterWords.ago(node.lastUpdated(), now) : word);
  }

  private static Cell pressures(List<String> pressures) {
    return pressures.isEmpty()
        ? Cell.of(Table.NONE)
        : new Cell(String.join(", ", pressures), Colour.YELLOW);
  }

  /* Used, where that is measured, and what pods may have. */
  private static String cpu(NodeInfo node) {
    Long all = node.allocatable().cpuMillis();
    Resources usage = node.usage();
    String whole = all == null ? "?" : cpus(all);
    return usage == null || usage.cpuMillis() == null
        ? whole
        : cpus(usage.cpuMillis()) + " of " + whole;
  }

  private static String cpus(long millis) {
    return millis % MILLIS_PER_CPU == 0
        ? String.valueOf(millis / MILLIS_PER_CPU)
        : String.format(Locale.ROOT, "%.1f", (double) millis / MILLIS_PER_CPU);
  }

  private static String memory(NodeInfo node) {
    Long all = node.allocatable().memoryBytes();
    Resources usage = node.usage();
    String whole = all == null ? "?" : Bytes.show(all);
    return usage == null || usage.memoryBytes() == null
        ? whole
        : Bytes.show(usage.memoryBytes()) + " of " + whole;
  }

  /** Returns a row for each thing that is kept of it. */
  Table kept(List<CachedResource> cached) {
    Table table =
        new Table(
            List.of(
                new Column("CACHE", Cut.NAME),
                new Column("NAMESPACE", Cut.END, 2),
                new Column("ITEMS", Cut.NEVER, 3),
                new Column("UPDATED", Cut.NEVER, 1),
                new Column("QUERY TIME", Cut.NEVER, 4)));
    for (CachedResource kept : cached) {
      String told = ClusterWords.ago(kept.lastUpdated(), now);
      Double seconds = kept.collectSeconds();
      List<Cell> cells =
          List.of(
              Cell.of(kept.resource()),
              Cell.of(kept.namespace() == null ? "all" : kept.namespace()),
              Cell.of(kept.lastUpdated() == null ? Table.NONE : String.valueOf(kept.items())),
              kept.stale() ? new Cell(told + ", may have changed", Colour.YELLOW) : Cell.of(told),
              Cell.of(seconds == null ? Table.NONE : Durations.took(millis(seconds))));
      if (kept.stale()) {
        table.addDim(cells);
      } else {
        table.add(cells);
      }
    }
    return table;
  }
}
