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
 * @param several whether they are of several clusters
 * @param now what ages count from
 */
record EventTable(boolean wide, boolean several, Instant now) {
  Table table(List<SeenEvent> events) {
    Table table = new Table(columns());
    events.forEach(seen -> table.add(cells(seen)));
    return table;
  }

  private List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    if (wide || several) {
      columns.add(new Column("CLUSTER", Cut.END));
    }
    columns.add(new Column("SEEN", Cut.NEVER));
    columns.add(new Column("TYPE", Cut.NEVER));
    columns.add(new Column("REASON", Cut.END));
    columns.add(new Column("SERVICES", Cut.END));
    columns.add(new Column("OBJECT", Cut.FRONT));
    columns.add(new Column("COUNT", Cut.NEVER));
    if (wide) {
      columns.add(new Column("FIRST SEEN", Cut.NEVER));
    }
    columns.add(new Column("MESSAGE", Cut.END));
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
    cells.add(Cell.of(OneLine.plain(event.message().strip())));
    return cells;
  }

  private static Cell services(ClusterEvent event) {
    return event.services().isEmpty()
        ? Cell.of(Table.NONE)
        : new Cell("→ " + String.join(",", event.services()), Colour.BOLD);
  }

  private static String object(ClusterEvent event) {
    return event.namespace() == null ? event.object() : event.namespace() + "/" + event.object();
  }
}
