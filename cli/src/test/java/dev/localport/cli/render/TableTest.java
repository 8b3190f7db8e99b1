package dev.localport.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.cli.render.Table.Cell;
import dev.localport.cli.render.Table.Column;
import dev.localport.cli.render.Table.Cut;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableTest {
  private static Table table() {
    Table table =
        new Table(
            List.of(
                new Column("NAME", Cut.END),
                new Column("STATE", Cut.NEVER),
                new Column("POD", Cut.FRONT)));
    table.add(
        List.of(Cell.of("orders-database"), new Cell("● up", Colour.GREEN), Cell.of("orders-0")));
    table.remark("a remark across all columns");
    return table;
  }

  @Test
  void columnsAreAsWideAsTheirContentWhereThereIsRoom() {
    assertThat(table().lines(0, false))
        .containsExactly(
            "NAME             STATE  POD",
            "orders-database  ● up   orders-0",
            "  a remark across all columns");
  }

  @Test
  void theWidestColumnThatMayShrinkDoes() {
    assertThat(table().lines(27, false))
        .containsExactly(
            "NAME        STATE  POD", "orders-da…  ● up   orders-0", "  a remark across all colu…");
  }

  @Test
  void aColumnStaysReadableWhateverTheTerminal() {
    assertThat(table().lines(25, false).get(1)).isEqualTo("orders-…  ● up   orders-0");
    assertThat(table().lines(12, false))
        .containsExactly("NAME      S…", "orders-…  ●…", "  a remark…");
    assertThat(table().lines(18, false).getFirst()).isEqualTo("NAME      STATE  …");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aLineNeverWraps(boolean colours) {
    for (int width = 1; width < 40; width++) {
      for (String line : table().lines(width, colours)) {
        assertThat(OneLine.width(line.replaceAll("\u001b\\[[0-9;]*m", "")))
            .as("%s columns: %s", width, line)
            .isLessThanOrEqualTo(width);
      }
    }
  }

  @Test
  void coloursTakeNoRoom() {
    assertThat(table().lines(0, true))
        .startsWith(
            "\u001b[1mNAME\u001b[0m             \u001b[1mSTATE\u001b[0m  \u001b[1mPOD\u001b[0m",
            "orders-database  \u001b[32m● up\u001b[0m   orders-0");
  }
}
