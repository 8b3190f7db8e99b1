package dev.localport.cli.render;

import dev.localport.api.CachedResource;
import dev.localport.api.ClusterStatus;
import dev.localport.api.NodeInfo;
import dev.localport.api.Resources;
import dev.localport.cli.render.Table.Cell;
import dev.localport.cli.render.Table.Column;
import dev.localport.cli.render.Table.Cut;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What there is to know of one cluster beside its row.
 *
 * @param now what ages count from
 */
record ClusterDetails(Instant now) {
  private static final int MILLIS_PER_CPU = 1000;

  /** Returns lines such as {@code server: https://10.0.0.1:6443}. */
  List<String> facts(ClusterStatus cluster) {
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
    String others = ClusterWords.otherPods(cluster.pods());
    add(lines, "other pods", others.equals(Table.NONE) ? null : others);
    add(lines, "not well", join(cluster.unready()));
    add(lines, "not allowed", join(cluster.missingPermissions()));
    add(lines, "its clock", ClusterWords.skew(cluster));
    return lines;
  }

  private @Nullable String time(@Nullable Instant then) {
    return then == null ? null : ClusterWords.ago(then, now);
  }

  private static @Nullable String latency(ClusterStatus.Latency latency) {
    return latency.p50() == null
        ? null
        : ClusterWords.millis(latency.p50())
            + " median, "
            + ClusterWords.millis(latency.p95())
            + " for 95 of 100";
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
                new Column("NODE", Cut.FRONT),
                new Column("STATE", Cut.NEVER),
                new Column("SHORT OF", Cut.NEVER),
                new Column("CPU", Cut.NEVER),
                new Column("MEMORY", Cut.NEVER),
                new Column("VERSION", Cut.END)));
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
                new Column("KNOWN", Cut.NEVER),
                new Column("NAMESPACE", Cut.END),
                new Column("ITEMS", Cut.NEVER),
                new Column("TOLD", Cut.NEVER),
                new Column("TOOK", Cut.NEVER)));
    for (CachedResource kept : cached) {
      String told = ClusterWords.ago(kept.lastUpdated(), now);
      Double seconds = kept.collectSeconds();
      List<Cell> cells =
          List.of(
              Cell.of(kept.resource()),
              Cell.of(kept.namespace() == null ? "all" : kept.namespace()),
              Cell.of(kept.lastUpdated() == null ? Table.NONE : String.valueOf(kept.items())),
              kept.stale() ? new Cell(told + ", may have changed", Colour.YELLOW) : Cell.of(told),
              Cell.of(
                  seconds == null ? Table.NONE : String.format(Locale.ROOT, "%.2f s", seconds)));
      if (kept.stale()) {
        table.addDim(cells);
      } else {
        table.add(cells);
      }
    }
    return table;
  }
}
