package dev.localport.cli.render;

import dev.localport.cli.render.Table.Column;
import dev.localport.cli.render.Table.Cut;
import java.util.List;

/**
 * Which columns a terminal has room for, and how wide they are: those that matter least are left
 * out, those that may be cut are cut, and the first column, which has the names, has them whole. A
 * name that is too long for its column stands on a line of its own.
 *
 * @param columns of a table
 * @param gap blanks between two of them
 */
record ColumnFit(List<Column> columns, int gap) {
  /** The width of a column that is left out. */
  static final int LEFT_OUT = -1;

  /** What is left of a column that may be cut, as long as another one can be left out instead. */
  private static final int READABLE = 12;

  private static final int LEAST = 8;
  private static final int LEAST_NAME = 24;

  ColumnFit {
    columns = List.copyOf(columns);
  }

  /**
   * Returns the widths.
   *
   * @param natural what each column would take
   * @param names what each cell of the first column would take
   * @param room of the whole line; 0: any
   */
  int[] widths(int[] natural, int[] names, int room) {
    int[] widths = natural.clone();
    if (room > 0 && total(widths) > room) {
      if (columns.getFirst().cut() == Cut.NAME) {
        widths[0] = widest(names, Math.max(LEAST_NAME, room / 3));
      }
      leaveOut(widths, room);
      shrink(widths, room);
    }
    return widths;
  }

  /* Of the names that are not so long that they get a line of their own. */
  private static int widest(int[] names, int most) {
    int widest = 0;
    for (int name : names) {
      widest = name <= most ? Math.max(widest, name) : widest;
    }
    return widest;
  }

  private void leaveOut(int[] widths, int room) {
    int next = leastNeeded(widths);
    while (narrowest(widths) > room && next >= 0) {
      widths[next] = LEFT_OUT;
      next = leastNeeded(widths);
    }
  }

  /** Returns the column of the highest rank, the last of equals; -1 if there is none. */
  private int leastNeeded(int[] widths) {
    int least = -1;
    int rank = 1;
    for (int i = 0; i < widths.length; i++) {
      if (widths[i] != LEFT_OUT && columns.get(i).rank() >= rank) {
        rank = columns.get(i).rank();
        least = i;
      }
    }
    return least;
  }

  private int narrowest(int[] widths) {
    int[] narrow = widths.clone();
    for (int i = 0; i < narrow.length; i++) {
      if (columns.get(i).shrinks()) {
        narrow[i] = Math.min(narrow[i], READABLE);
      }
    }
    return total(narrow);
  }

  private void shrink(int[] widths, int room) {
    int widest = widestThatShrinks(widths);
    while (total(widths) > room && widest >= 0) {
      widths[widest]--;
      widest = widestThatShrinks(widths);
    }
  }

  /** Returns how wide a line of all columns is that are not left out. */
  int total(int[] widths) {
    int total = 0;
    for (int width : widths) {
      total += width == LEFT_OUT ? 0 : width + gap;
    }
    return Math.max(0, total - gap);
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
}
