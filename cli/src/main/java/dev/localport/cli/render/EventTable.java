package dev.localport.cli.render;

import dev.localport.api.ClusterEvent;
import dev.localport.api.SeenEvent;
import dev.localport.cli.render.Table.Cell;
import dev.localport.cli.render.Table.Column;
import dev.localport.cli.render.Table.Cut;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A row an event, in the order given; one that touches active services has an arrow and their
 * names.
 *
 * @param wide everything that fits a row
 * @param narrow whether a message stands below its row: what has no room in it would be cut
 * @param several whether they are of several clusters
 * @param now what ages count from
 */
record EventTable(boolean wide, boolean narrow, boolean several, Instant now) {
  Table table(List<SeenEvent> events) {
    Table table = new Table(columns());
    for (SeenEvent seen : events) {
      table.add(cells(seen));
      if (narrow) {
        table.remark("message", seen.event().message().strip());
      }
    }
    return table;
  }

  private List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    if (wide || several) {
      columns.add(new Column("CLUSTER", Cut.NAME));
    }
    columns.add(new Column("SEEN", Cut.NEVER, 1));
    columns.add(new Column("TYPE", Cut.NEVER, 5));
    columns.add(new Column("REASON", Cut.END));
    columns.add(new Column("SERVICES", Cut.END, 3));
    columns.add(new Column("OBJECT", Cut.FRONT, 2));
    columns.add(new Column("COUNT", Cut.NEVER, 4));
    if (wide) {
      columns.add(new Column("FIRST SEEN", Cut.NEVER));
    }
    if (!narrow) {
      columns.add(new Column("MESSAGE", Cut.END));
    }
    return columns;
  }

  private List<Cell> cells(SeenEvent seen) {
    ClusterEvent event = seen.event();
    Colour colour = event.isWarning() ? Colour.YELLOW : Colour.NONE;
    List<Cell> cells = new ArrayList<>();
    if (wide || several) {
      cells.add(Cell.of(seen.context()));
    }
    cells.add(Cell.of(ClusterWords.ago(event.lastSeen(), now)));
    cells.add(new Cell(OneLine.plain(event.type()), colour));
    cells.add(new Cell(OneLine.plain(event.reason()), colour));
    cells.add(services(event));
    cells.add(Cell.of(OneLine.plain(object(event))));
    cells.add(Cell.of(String.valueOf(event.count())));
    if (wide) {
      cells.add(Cell.of(ClusterWords.ago(event.firstSeen(), now)));
    }
    if (!narrow) {
      cells.add(Cell.of(OneLine.plain(event.message().strip())));
    }
    return cells;
  }

  private Cell services(ClusterEvent event) {
    return event.services().isEmpty()
        ? Cell.of(Table.NONE)
        : new Cell("→ " + ClusterWords.names(event.services(), wide), Colour.BOLD);
  }

  private static String object(ClusterEvent event) {
    return event.namespace() == null ? event.object() : event.namespace() + "/" + event.object();
  }
}
