package dev.localport.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.cli.render.Table.Cell;
import dev.localport.cli.render.Table.Column;
import dev.localport.cli.render.Table.Cut;
import java.util.List;
import org.junit.jupiter.api.Test;

class ColumnFitTest {
  private static final List<Column> COLUMNS =
      List.of(
          new Column("NAME", Cut.NAME),
          new Column("STATE", Cut.NEVER),
          new Column("LOCAL", Cut.NEVER, 1),
          new Column("TARGET", Cut.FRONT, 5),
          new Column("POD", Cut.FRONT, 6));

  private static List<String> lines(int width, String... cells) {
    Table table = new Table(COLUMNS);
    table.add(List.of(cells).stream().map(Cell::of).toList());
    return table.lines(width, false);
  }

  @Test
  void columnsAreCutFirstAndThenLeftOutFromTheRight() {
    String[] cells = {"orders-db", "up", ":5432", "a-target-of-20-chars", "a-pod-of-17-chars"};

    assertThat(lines(0, cells).getLast())
        .isEqualTo("orders-db  up     :5432  a-target-of-20-chars  a-pod-of-17-chars");
    assertThat(lines(60, cells).getLast())
        .isEqualTo("orders-db  up     :5432  …rget-of-20-chars  …pod-of-17-chars")
        .hasSizeLessThanOrEqualTo(60);
    assertThat(lines(50, cells).getLast())
        .isEqualTo("orders-db  up     :5432  a-target-of-20-chars");
    assertThat(lines(30, cells).getLast()).isEqualTo("orders-db  up     :5432");
    assertThat(lines(20, cells).getLast()).isEqualTo("orders-db  up");
  }

  @Test
  void aNameThatIsTooLongHasALineOfItsOwn() {
    String name = "a-name-of-thirty-seven-characters-xyz";

    assertThat(lines(50, name, "up", ":5432", "target", "pod"))
        .containsExactly(
            "NAME  STATE  LOCAL  TARGET  POD", name, "      up     :5432  target  pod");
    assertThat(lines(30, name, "up", ":5432", "target", "pod")).contains(name);
  }
}
