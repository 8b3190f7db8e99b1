package dev.localport.cli.render;

import dev.localport.api.JournalEntry;
import dev.localport.cli.render.Table.Cell;
import dev.localport.cli.render.Table.Column;
import dev.localport.cli.render.Table.Cut;
import java.util.ArrayList;
import java.util.List;

/**
 * A row an entry of the journal, in the order given.
 *
 * @param times how times are shown
 * @param contexts whether each row says its kube context
 * @param joined whether the cause stands behind what happened, not in a column of its own: most
 *     rows have one of the two that is long
 */
record JournalTable(EventTimes times, boolean contexts, boolean joined) {
  Table table(List<JournalEntry> entries) {
    Table table = new Table(columns());
    entries.forEach(entry -> table.add(cells(entry)));
    return table;
  }

  private List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    columns.add(new Column("TIME", Cut.NEVER));
    if (contexts) {
      columns.add(new Column("CONTEXT", Cut.END));
    }
    columns.add(new Column("SERVICE", Cut.NEVER));
    columns.add(new Column("WHAT HAPPENED", Cut.END));
    if (!joined) {
      columns.add(new Column("CAUSE", Cut.END));
    }
    return columns;
  }

  private List<Cell> cells(JournalEntry entry) {
    List<Cell> cells = new ArrayList<>();
    cells.add(Cell.of(times.show(entry.at())));
    if (contexts) {
      cells.add(Cell.orNone(entry.context()));
    }
    cells.add(Cell.orNone(entry.service()));
    if (joined) {
      cells.add(new Cell(EventWords.whatAndWhy(entry), colour(entry)));
    } else {
      cells.add(new Cell(EventWords.what(entry), colour(entry)));
      cells.add(Cell.of(EventWords.why(entry).strip()));
    }
    return cells;
  }

  static Colour colour(JournalEntry entry) {
    return switch (entry.type()) {
      case CONNECTED, RECONNECTED -> Colour.GREEN;
      case DISCONNECTED, ERROR -> Colour.RED;
      case RECONNECTING -> Colour.ORANGE;
      case HEALTH_CHECK -> "unhealthy".equals(entry.state()) ? Colour.YELLOW : Colour.NONE;
      case CLUSTER -> isDown(entry) ? Colour.RED : Colour.NONE;
      case CONFIG_CHANGED, OPERATION, SETTINGS -> Colour.NONE;
    };
  }

  private static boolean isDown(JournalEntry entry) {
    return "offline".equals(entry.state()) || "error".equals(entry.state());
  }
}
