package dev.localport.bench;

import java.util.Map;

/**
 * One line of the table.
 *
 * @param row the letter of the row that measured it
 * @param what is measured, in words
 * @param unit of all values
 * @param cells what it says of each program, by the program's name
 */
record Line(String row, String what, String unit, Budget budget, Map<String, Cell> cells) {
  static final String OURS = "localport";
  static final String BEFORE = "before";
  static final String KUBECTL = "kubectl";
  static final String FABRIC8 = "fabric8";

  Line {
    cells = Map.copyOf(cells);
  }

  /** Returns what it says of a program, or a dash. */
  String text(String program) {
    Cell cell = cells.get(program);
    return cell == null ? "–" : cell.toString();
  }

  /** Returns the median of a program, or NaN where it has none. */
  double median(String program) {
    return cells.get(program) instanceof Cell.Measured(Figures figures)
        ? figures.median()
        : Double.NaN;
  }

  /** Returns our median as a multiple of kubectl's, or a dash. */
  String ratio() {
    double ratio = median(OURS) / median(KUBECTL);
    return Double.isFinite(ratio) ? Figures.print(ratio) : "–";
  }

  /** Tells whether our median keeps to the budget; without a median only no budget is kept. */
  boolean holds() {
    return budget instanceof Budget.None || budget.holds(median(OURS), median(KUBECTL));
  }
}
