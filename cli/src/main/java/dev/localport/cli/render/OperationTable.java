package dev.localport.cli.render;

import dev.localport.api.OperationStatus;
import dev.localport.cli.render.Table.Cell;
import dev.localport.cli.render.Table.Column;
import dev.localport.cli.render.Table.Cut;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A row an operation, the newest first.
 *
 * @param wide when it was applied and ended, and why it ended so
 * @param now what ages count from
 */
public record OperationTable(boolean wide, Instant now) {
  /** Returns the lines for operations in the format of the output, which is not JSON. */
  public static List<String> lines(Output output, List<OperationStatus> operations, Instant now) {
    boolean wide = output.format() != OutputFormat.TABLE;
    Table table = new OperationTable(wide, now).table(operations);
    return output.format() == OutputFormat.TEXT
        ? table.blocks()
        : table.lines(output.columns(), output.colours());
  }

  private Table table(List<OperationStatus> operations) {
    Table table = new Table(columns());
    operations.stream()
        .sorted(Comparator.comparingLong(OperationStatus::id).reversed())
        .forEach(one -> table.add(cells(one)));
    return table;
  }

  private List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    columns.add(new Column("SERVICE", Cut.NAME));
    columns.add(new Column("ID", Cut.NEVER));
    columns.add(new Column("OPERATION", Cut.NEVER));
    columns.add(new Column("CONTEXT", Cut.END, wide ? 0 : 3));
    columns.add(new Column("STATE", Cut.NEVER));
    columns.add(new Column("SINCE", Cut.NEVER, wide ? 0 : 2));
    if (wide) {
      columns.add(new Column("APPLIED", Cut.NEVER));
      columns.add(new Column("ENDED", Cut.NEVER));
      columns.add(new Column("WHY", Cut.END));
    }
    return columns;
  }

  private List<Cell> cells(OperationStatus one) {
    List<Cell> cells = new ArrayList<>();
    cells.add(Cell.of(one.service()));
    cells.add(Cell.of(String.valueOf(one.id())));
    cells.add(Cell.of(one.operation()));
    cells.add(Cell.orNone(one.context()));
    cells.add(new Cell(one.state(), one.isPending() ? Colour.YELLOW : Colour.NONE));
    cells.add(Cell.of(ClusterWords.ago(one.since(), now)));
    if (wide) {
      cells.add(Cell.of(ClusterWords.ago(one.appliedAt(), now)));
      cells.add(Cell.of(ClusterWords.ago(one.endedAt(), now)));
      cells.add(Cell.orNone(one.cause()));
    }
    return cells;
  }
}
