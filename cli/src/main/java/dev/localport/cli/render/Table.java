package dev.localport.cli.render;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Columns side by side, as narrow as their content allows; {@link ColumnFit} says what becomes of
 * them where they are wider than the terminal. What still does not fit is cut at the edge: a line
 * never wraps, unless a name is longer than it. Not thread-safe.
 */
final class Table {
  private static final String GAP = "  ";

  /** What stands in a cell that has nothing to say. */
  static final String NONE = "-";

  /** Which end of a text goes first where there is no room. */
  enum Cut {
    /** None: the column is always shown whole. */
    NEVER,
    /** None, and a text that is too long for the column has a line of its own. */
    NAME,
    /** The front: the end tells one from the other. */
    FRONT,
    /** The end. */
    END
  }

  /**
   * A column.
   *
   * @param rank the column of the highest rank is left out first where there is no room; 0: never
   */
  record Column(String title, Cut cut, int rank) {
    /** A column that is never left out. */
    Column(String title, Cut cut) {
      this(title, cut, 0);
    }

    boolean shrinks() {
      return cut == Cut.FRONT || cut == Cut.END;
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

  /**
   * The place that lines across the columns have.
   *
   * @param width of the terminal; 0: any
   * @param second where the second column begins
   * @param colours whether colors are shown
   */
  record Room(int width, int second, boolean colours) {}

  /** Lines across all columns. */
  @FunctionalInterface
  interface Across {
    /** Returns the lines, with their colors. */
    List<String> lines(Room room);
  }

  /* A row of cells, or a remark with the label that it has in a block, or lines across. */
  private record Row(List<Cell> cells, String remark, String label, @Nullable Across across) {
    boolean isCells() {
      return !cells.isEmpty();
    }
  }

  private final List<Column> columns;
  private final String indent;
  private final boolean titled;
  private final List<Row> rows = new ArrayList<>();

  /** A table with titles. */
  Table(List<Column> columns) {
    this(columns, "", true);
  }

  private Table(List<Column> columns, String indent, boolean titled) {
    this.columns = List.copyOf(columns);
    this.indent = indent;
    this.titled = titled;
  }

  /** Returns a table without titles, whose rows of cells are indented. */
  static Table untitled(List<Column> columns, String indent) {
    return new Table(columns, indent, false);
  }

  /** Adds a row with a cell for each column. */
  void add(List<Cell> cells) {
    rows.add(new Row(cells, "", "", null));
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
    rows.add(new Row(List.of(), GAP + OneLine.plain(text), label, null));
  }

  /** Adds lines below the last row that are not shown in blocks. */
  void across(Across lines) {
    rows.add(new Row(List.of(), "", "", lines));
  }

  /**
   * Returns the lines, the titles first.
   *
   * @param width of the terminal; 0: any
   */
  List<String> lines(int width, boolean colours) {
    List<String> lines = new ArrayList<>();
    linesByRow(width, colours).forEach(lines::addAll);
    return lines;
  }

  /** Returns the lines of each row as in {@link #lines}: those of the titles first. */
  List<List<String>> linesByRow(int width, boolean colours) {
    ColumnFit fit = new ColumnFit(columns, GAP.length());
    int room = width > 0 ? Math.max(1, width - indent.length()) : 0;
    int[] widths = fit.widths(natural(), names(), room);
    int edge = room > 0 ? room : Integer.MAX_VALUE;
    Printer printer = new Printer(columns, list(widths), fit.total(widths) > edge, edge, colours);
    List<List<String>> all = new ArrayList<>();
    if (titled) {
      List<String> titles = new ArrayList<>();
      printer.add(titles, "", columns.stream().map(c -> new Cell(c.title(), Colour.BOLD)).toList());
      all.add(titles);
    }
    Room across = new Room(width, indent.length() + widths[0] + GAP.length(), colours);
    for (Row row : rows) {
      List<String> lines = new ArrayList<>();
      all.add(lines);
      if (row.isCells()) {
        printer.add(lines, indent, row.cells());
      } else if (row.across() != null) {
        lines.addAll(row.across().lines(across));
      } else {
        lines.add(OneLine.cut(row.remark(), edge));
      }
    }
    return all;
  }

  /**
   * Returns a block for each row instead, {@code title: text} a line; what is empty is left out.
   */
  List<String> blocks() {
    List<String> lines = new ArrayList<>();
    for (Row row : rows) {
      if (!row.isCells()) {
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

  private int[] names() {
    int[] names = new int[rows.size() + 1];
    int count = 0;
    if (titled) {
      names[count++] = OneLine.width(columns.getFirst().title());
    }
    for (Row row : rows) {
      if (row.isCells()) {
        names[count++] = OneLine.width(row.cells().getFirst().text());
      }
    }
    return Arrays.copyOf(names, count);
  }

  private static List<Integer> list(int[] widths) {
    List<Integer> list = new ArrayList<>(widths.length);
    for (int width : widths) {
      list.add(width);
    }
    return list;
  }

  private int[] natural() {
    int[] widths = new int[columns.size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = titled ? columns.get(i).title().length() : 0;
      for (Row row : rows) {
        if (row.isCells()) {
          widths[i] = Math.max(widths[i], OneLine.width(row.cells().get(i).text()));
        }
      }
    }
    return widths;
  }

  /**
   * Prints rows of cells.
   *
   * @param isCut whether there is an ellipsis at the edge
   * @param edge how many columns of the terminal there are
   */
  private record Printer(
      List<Column> columns, List<Integer> widths, boolean isCut, int edge, boolean colours) {
    void add(List<String> lines, String indent, List<Cell> cells) {
      Cell name = cells.getFirst();
      boolean isLong =
          columns.getFirst().cut() == Cut.NAME && OneLine.width(name.text()) > widths.getFirst();
      if (isLong) {
        lines.add(indent + painted(name, name.text()));
      }
      String line = line(cells, isLong);
      if (!line.isEmpty()) { // a second port has nothing where there is no room for ports
        lines.add((indent + (isCut ? line + '…' : line)).stripTrailing());
      }
    }

    private String line(List<Cell> cells, boolean isNamed) {
      StringBuilder line = new StringBuilder();
      int room = isCut ? edge - 1 : edge;
      int blanks = 0;
      for (int i = 0; i < widths.size() && room > 0; i++) {
        if (widths.get(i) == ColumnFit.LEFT_OUT) {
          continue;
        }
        Cell cell = cells.get(i);
        String whole = isNamed && i == 0 ? "" : cell.text();
        String text = OneLine.first(columns.get(i).fit(whole, widths.get(i)), room);
        if (!text.isEmpty()) {
          line.append(" ".repeat(blanks)).append(painted(cell, text));
          blanks = 0;
        }
        int taken = Math.min(room, widths.get(i) + GAP.length());
        blanks += taken - OneLine.width(text);
        room -= taken;
      }
      return isCut ? line.append(" ".repeat(Math.max(0, blanks))).toString() : line.toString();
    }

    private String painted(Cell cell, String text) {
      return colours ? cell.colour().paint(text) : text;
    }
  }
}
