package dev.localport.cli.render;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Columns side by side, as narrow as their content allows; where they are wider than the terminal,
 * those that may shrink do so, the widest first. What still does not fit is cut at the edge: a line
 * never wraps. Not thread-safe.
 */
final class Table {
  private static final String GAP = "  ";
  private static final int LEAST = 8;

  /** What stands in a cell that has nothing to say. */
  static final String NONE = "-";

  /** Which end of a text goes first where there is no room. */
  enum Cut {
    /** None: the column is always shown whole. */
    NEVER,
    /** The front: the end tells one from the other. */
    FRONT,
    /** The end. */
    END
  }

  /** A column. */
  record Column(String title, Cut cut) {
    boolean shrinks() {
      return cut != Cut.NEVER;
    }

    String fit(String text, int width) {
      return cut == Cut.FRONT ? OneLine.cutFront(text, width) : OneLine.cut(text, width);
    }
  }

  /** A text and its colour. */
  record Cell(String text, Colour colour) {
    Cell {
      text = OneLine.plain(text); // so that no code of a color can come from outside
    }

    static Cell of(String text) {
      return new Cell(text, Colour.NONE);
    }

    /** Returns a cell that says so where there is nothing to say. */
    static Cell orNone(@Nullable String text) {
      return of(text == null || text.isEmpty() ? NONE : text);
    }

    /** Returns the same text as one that is known from before. */
    Cell dim() {
      return new Cell(text, Colour.DIM);
    }
  }

  /* Either a row of cells, or one remark across the whole width. */
  private record Row(List<Cell> cells, String remark, String label) {}

  private final List<Column> columns;
  private final List<Row> rows = new ArrayList<>();

  Table(List<Column> columns) {
    this.columns = List.copyOf(columns);
  }

  /** Adds a row with a cell for each column. */
  void add(List<Cell> cells) {
    rows.add(new Row(cells, "", ""));
  }

  /** Adds a row that is known from before, and may have changed. */
  void addDim(List<Cell> cells) {
    add(cells.stream().map(Cell::dim).toList());
  }

  /** Adds a line below the last row, indented. */
  void remark(String text) {
    remark("trouble", text);
  }

  /**
   * Adds a line below the last row, indented.
   *
   * @param label what it is called where each cell has a line of its own
   */
  void remark(String label, String text) {
    rows.add(new Row(List.of(), GAP + OneLine.plain(text), label));
  }

  /**
   * Returns the lines, the titles first.
   *
   * @param width of the terminal; 0: any
   */
  List<String> lines(int width, boolean colours) {
    int[] widths = widths();
    shrink(widths, width);
    List<String> lines = new ArrayList<>();
    List<Cell> titles = new ArrayList<>();
    for (Column column : columns) {
      titles.add(new Cell(column.title(), Colour.BOLD));
    }
    int edge = width > 0 ? width : Integer.MAX_VALUE;
    lines.add(line(titles, widths, edge, colours));
    for (Row row : rows) {
      lines.add(
          row.cells().isEmpty()
              ? OneLine.cut(row.remark(), edge)
              : line(row.cells(), widths, edge, colours));
    }
    return lines;
  }

  /**
   * Returns a block for each row instead, {@code title: text} a line; what is empty is left out.
   */
  List<String> blocks() {
    List<String> lines = new ArrayList<>();
    for (Row row : rows) {
      if (row.cells().isEmpty()) {
        lines.add(row.label() + ": " + row.remark().strip());
        continue;
      }
      if (!lines.isEmpty()) {
        lines.add("");
      }
      for (int i = 0; i < columns.size(); i++) {
        String text = row.cells().get(i).text();
        if (!text.isEmpty() && !text.equals(NONE)) {
          lines.add(columns.get(i).title().toLowerCase(Locale.ROOT) + ": " + Sign.without(text));
        }
      }
    }
    return lines;
  }

  private int[] widths() {
    int[] widths = new int[columns.size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = columns.get(i).title().length();
      for (Row row : rows) {
        if (!row.cells().isEmpty()) {
          widths[i] = Math.max(widths[i], OneLine.width(row.cells().get(i).text()));
        }
      }
    }
    return widths;
  }

  private void shrink(int[] widths, int limit) {
    int widest = widestThatShrinks(widths);
    while (limit > 0 && total(widths) > limit && widest >= 0) {
      widths[widest]--;
      widest = widestThatShrinks(widths);
    }
  }

  private static int total(int[] widths) {
    int total = GAP.length() * (widths.length - 1);
    for (int width : widths) {
      total += width;
    }
    return total;
  }

  /** Returns the widest column that may still shrink, the last of equals; -1 if there is none. */
  private int widestThatShrinks(int[] widths) {
    int widest = -1;
    for (int i = 0; i < widths.length; i++) {
      boolean may = columns.get(i).shrinks() && widths[i] > LEAST;
      if (may && (widest < 0 || widths[i] >= widths[widest])) {
        widest = i;
      }
    }
    return widest;
  }

  private String line(List<Cell> cells, int[] widths, int edge, boolean colours) {
    boolean isCut = total(widths) > edge;
    int room = isCut ? edge - 1 : edge;
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length && room > 0; i++) {
      Cell cell = cells.get(i);
      String text = OneLine.first(columns.get(i).fit(cell.text(), widths[i]), room);
      line.append(colours ? cell.colour().paint(text) : text);
      int taken = widths[i] + GAP.length();
      if (i < widths.length - 1) {
        line.append(" ".repeat(Math.min(room, taken) - OneLine.width(text)));
      }
      room -= taken;
    }
    String whole = isCut ? line.append('…').toString() : line.toString();
    return colours ? whole : whole.stripTrailing();
  }
}
