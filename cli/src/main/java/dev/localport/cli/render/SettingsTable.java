package dev.localport.cli.render;

import dev.localport.api.SettingValue;
import dev.localport.cli.render.Table.Cell;
import dev.localport.cli.render.Table.Column;
import dev.localport.cli.render.Table.Cut;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The table of {@code settings get}: a row a value. Where a key has several, a column says for what
 * each of them holds.
 */
public final class SettingsTable {
  private SettingsTable() {}

  /**
   * Returns the lines.
   *
   * @param wide whether each row says for what it holds
   * @param width of the terminal; 0: any
   */
  public static List<String> lines(List<SettingValue> values, boolean wide, int width) {
    boolean several = wide || isAnyTwice(values);
    List<Column> columns = new ArrayList<>();
    columns.add(new Column("KEY", Cut.NEVER));
    columns.add(new Column("VALUE", Cut.NEVER));
    columns.add(new Column("FROM", Cut.END));
    if (several) {
      columns.add(new Column("FOR", Cut.END));
    }
    Table table = new Table(columns);
    for (SettingValue value : values) {
      List<Cell> cells = new ArrayList<>();
      cells.add(Cell.of(value.key()));
      cells.add(Cell.of(value.value()));
      cells.add(Cell.of(value.from()));
      if (several) {
        cells.add(Cell.orNone(holders(value)));
      }
      table.add(cells);
    }
    return table.lines(width, false);
  }

  /** Returns a line a value, for programs: nothing is cut. */
  public static List<String> plain(List<SettingValue> values) {
    return values.stream()
        .map(value -> {
          String holders = holders(value);
          String line = "%s: %s, from %s".formatted(value.key(), value.value(), value.from());
          return holders.isEmpty() ? line : line + ", for " + holders;
        })
        .toList();
  }

  private static boolean isAnyTwice(List<SettingValue> values) {
    Set<String> keys = new HashSet<>();
    return values.stream().anyMatch(value -> !keys.add(value.key()));
  }

  private static String holders(SettingValue value) {
    return value.services().isEmpty()
        ? String.join(",", value.contexts())
        : String.join(",", value.services());
  }
}
