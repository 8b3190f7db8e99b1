package dev.localport.cli.render;

import dev.localport.api.ClusterStatus;
import dev.localport.cli.render.Table.Cell;
import dev.localport.cli.render.Table.Column;
import dev.localport.cli.render.Table.Cut;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A row a cluster, and below one that is not well, why.
 *
 * @param wide everything that fits a row
 * @param now what ages count from
 */
record ClusterTable(boolean wide, Instant now) {
  Table table(List<ClusterStatus> clusters) {
    Table table = new Table(columns());
    for (ClusterStatus cluster : clusters) {
      table.add(cells(cluster));
      String remark = ClusterWords.remark(cluster);
      if (remark != null) {
        table.remark(remark);
      }
    }
    return table;
  }

  private List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    columns.add(new Column("CLUSTER", Cut.NAME));
    columns.add(new Column("STATE", Cut.NEVER));
    columns.add(new Column("LATENCY", Cut.NEVER, 2));
    columns.add(new Column("NODES", Cut.NEVER, 3));
    columns.add(new Column("PODS", Cut.NEVER, 4));
    columns.add(new Column("WARNINGS", Cut.NEVER, 5));
    if (wide) {
      columns.add(new Column("OTHER PODS", Cut.END));
      columns.add(new Column("P50", Cut.NEVER));
      columns.add(new Column("P95", Cut.NEVER));
      columns.add(new Column("VERSION", Cut.END));
      columns.add(new Column("CHECKED", Cut.NEVER));
      columns.add(new Column("SERVER", Cut.FRONT));
    }
    return columns;
  }

  private List<Cell> cells(ClusterStatus cluster) {
    List<Cell> cells = new ArrayList<>();
    cells.add(Cell.of(cluster.context()));
    cells.add(ClusterWords.state(cluster, now));
    List<Cell> known =
        List.of(
            ClusterWords.latency(cluster),
            ClusterWords.nodes(cluster.nodes()),
            Cell.of(ClusterWords.pods(cluster.pods())),
            ClusterWords.warnings(cluster.warnings()));
    known.forEach(cell -> cells.add(cluster.stale() ? cell.dim() : cell));
    if (wide) {
      cells.add(Cell.of(ClusterWords.otherPods(cluster.pods())));
      cells.add(Cell.of(ClusterWords.millis(cluster.latency().p50())));
      cells.add(Cell.of(ClusterWords.millis(cluster.latency().p95())));
      cells.add(Cell.orNone(cluster.version()));
      cells.add(Cell.of(ClusterWords.ago(cluster.lastCheck(), now)));
      cells.add(Cell.of(cluster.server()));
    }
    return cells;
  }
}
