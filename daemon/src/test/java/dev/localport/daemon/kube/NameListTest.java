package dev.localport.daemon.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ListMeta;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.Table;
import io.fabric8.kubernetes.api.model.TableRow;
import io.fabric8.kubernetes.client.dsl.TableListable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Names come page by page, and no more of them than are of use. */
class NameListTest {
  /** A server with objects n00000, n00001, … that remembers what it was asked for. */
  private static final class Objects implements TableListable {
    final List<@Nullable String> tokens = new ArrayList<>();
    private final int count;

    Objects(int count) {
      this.count = count;
    }

    @Override
    public Table listAsTable() {
      throw new AssertionError("asked without a limit");
    }

    @Override
    public Table listAsTable(ListOptions options) {
      assertThat(options.getAdditionalProperties()).containsEntry("includeObject", "None");
      String token = options.getContinue();
      tokens.add(token);
      int from = token == null ? 0 : Integer.parseInt(token);
      int to = Math.min(count, from + Math.toIntExact(options.getLimit()));
      ListMeta metadata = new ListMeta();
      metadata.setContinue(to < count ? String.valueOf(to) : "");
      Table table = new Table();
      table.setMetadata(metadata);
      table.setRows(IntStream.range(from, to).mapToObj(Objects::row).toList());
      return table;
    }

    private static TableRow row(int number) {
      TableRow row = new TableRow();
      row.setCells(List.of(name(number), "1/1", 0));
      return row;
    }

    static String name(int number) {
      return "n%05d".formatted(number);
    }
  }

  @Test
  void onePageIsReadToItsEnd() {
    Objects objects = new Objects(500);

    assertThat(NameList.read(objects, "")).hasSize(500).startsWith("n00000").endsWith("n00499");
    assertThat(objects.tokens).hasSize(1);
    assertThat(NameList.read(new Objects(0), "n")).isEmpty();
  }

  @Test
  void ofMoreThan500NamesThereAre500() {
    Objects objects = new Objects(1_300);

    assertThat(NameList.read(objects, "n0")).hasSize(500);
    assertThat(objects.tokens).hasSize(1);
    assertThat(NameList.read(objects, "n00")).hasSize(500).endsWith("n00499");
  }

  @Test
  void whatBeginsSoIsFoundOnLaterPages() {
    Objects objects = new Objects(1_300);

    assertThat(NameList.read(objects, "n0125")).hasSize(10).startsWith("n01250");
    assertThat(objects.tokens).containsExactly(null, "500", "1000");
  }

  @Test
  void pagesAcrossWhichTheNamesGoAreJoined() {
    assertThat(NameList.read(new Objects(1_300), "n0049")).hasSize(10);
    assertThat(NameList.read(new Objects(1_300), "n009")).hasSize(100);
    assertThat(NameList.read(new Objects(2_000), "n01")).hasSize(500).startsWith("n01000");
  }

  @Test
  void nothingIsAskedForBehindTheLastNameThatBeginsSo() {
    Objects objects = new Objects(1_300);

    assertThat(NameList.read(objects, "n0003")).hasSize(10);
    assertThat(NameList.read(objects, "a")).isEmpty();
    assertThat(objects.tokens).containsExactly(null, null);
  }

  @Test
  void noMoreThanTenPagesAreRead() {
    Objects objects = new Objects(9_000);

    assertThat(NameList.read(objects, "n08")).isEmpty();
    assertThat(objects.tokens).hasSize(10).endsWith("4500");
  }
}
