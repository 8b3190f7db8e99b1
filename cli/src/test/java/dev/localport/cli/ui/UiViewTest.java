package dev.localport.cli.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ClusterStatus;
import dev.localport.api.ClusterStatusBuilder;
import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.api.ServiceStatus;
import dev.localport.api.StatusReply;
import dev.localport.cli.Samples;
import dev.localport.cli.ui.Key.Special;
import java.util.List;
import java.util.stream.IntStream;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the screen looks like. */
class UiViewTest {
  private final UiModel model = new UiModel(_ -> true);

  @BeforeEach
  void know() {
    var _ = model.happened(new UiEvent.Status(Samples.status()));
  }

  private List<String> screen(int columns, int rows) {
    return UiView.lines(model, columns, rows, Samples.NOW).stream()
        .map(AttributedString::toString)
        .map(String::stripTrailing)
        .toList();
  }

  private void type(String keys) {
    keys.chars().forEach(key -> model.happened(new UiEvent.Pressed(new Key.Typed(key))));
  }

  @Test
  void servicesStandBelowTheirClustersAndTroubleOnTop() {
    assertThat(screen(100, 14))
        .containsExactly(
            " LocalPort   1 up · 0 degraded · 2 waiting · 1 stopped",
            " staging is offline for 4m: no answer within 5 s",
            "dev-cluster  ● connected",
            "  ● orders-db  up 2h 5m      :5432        statefulset/postgres:5432  postgres-0  2 open",
            "no context yet",
            "  ◌ reports    reconnecting  :8090        next attempt in 11s: no answer from 10.0.0.1:6443",
            "  ◌ web        no ready pod  :8080 :9102  next attempt in 10s: no pod of service/web is Ready",
            "  ○ admin      stopped       -            service/admin:9999",
            "",
            "",
            "",
            "",
            "",
            " ↑↓ select  Enter details  l log  / filter  s start  x stop  r restart  c reconnect  ? help  q quit");
  }

  @ParameterizedTest
  @CsvSource({"20,5", "40,10", "60,20", "80,24", "120,40", "200,60", "80,3", "80,1"})
  void everyLineFitsWhateverIsOpen(int columns, int rows) {
    for (Runnable next :
        List.<Runnable>of(
            () -> {},
            () -> type("l"),
            () -> model.happened(new UiEvent.Pressed(Special.ESCAPE)),
            () -> model.happened(new UiEvent.Pressed(Special.ENTER)),
            () -> type("?"),
            () -> type("q/no such service"),
            () -> model.happened(new UiEvent.DaemonLost("x".repeat(300))))) {
      next.run();

      List<AttributedString> lines = UiView.lines(model, columns, rows, Samples.NOW);

      assertThat(lines).hasSizeLessThanOrEqualTo(rows);
      assertThat(lines)
          .allSatisfy(line -> assertThat(line.columnLength()).isLessThanOrEqualTo(columns));
    }
  }

  @ParameterizedTest
  @CsvSource({"60,20", "80,24", "120,40", "200,60"})
  void namesAreWhole(int columns, int rows) {
    String all = String.join("\n", screen(columns, rows));

    assertThat(Samples.status().services())
        .extracting(ServiceStatus::name)
        .allSatisfy(name -> assertThat(all).contains(" " + name + " "));
  }

  @Test
  void theSelectedServiceIsInSightInALongList() {
    String[] names = IntStream.range(100, 160).mapToObj(i -> "service-" + i).toArray(String[]::new);
    var _ = model.happened(new UiEvent.Status(Samples.statusIn("dev", "shop", names)));
    for (int i = 0; i < names.length; i++) {
      ServiceStatus selected = model.list().selected();
      assertThat(selected).isNotNull();

      assertThat(String.join("\n", screen(80, 12))).contains(" " + selected.name() + " ");

      var _ = model.happened(new UiEvent.Pressed(Special.DOWN));
    }
  }

  @Test
  void whatServersSayMovesNoCursor() {
    var _ = model.happened(new UiEvent.Failed("\u001b[2Jgone\nand a line"));

    assertThat(screen(80, 10).getLast()).isEqualTo("  [2Jgone and a line");
  }

  @Test
  void whatAServerSaysOfItsClusterMovesNoCursorEither() {
    StatusReply status = Samples.statusIn("staging", "shop", "web");
    Failure hostile = new Failure(FailureKind.UNREACHABLE, "\u001b[2Jgone\nand a line");
    List<ClusterStatus> clusters =
        status.clusters().stream()
            .map(cluster -> ClusterStatusBuilder.builder(cluster).error(hostile).build())
            .toList();
    var _ =
        model.happened(
            new UiEvent.Status(
                new StatusReply(
                    status.overall(), status.daemon(), status.services(), clusters, List.of())));

    assertThat(screen(100, 14))
        .contains("staging  ◌ offline   [2Jgone and a line")
        .allSatisfy(line -> assertThat(line).doesNotContain("\u001b", "\n"));
  }

  @Test
  void inAsciiALineIsAsWideAndAsColored() {
    for (AttributedString line : UiView.lines(model, 100, 14, Samples.NOW)) {
      AttributedString plain = PlainSigns.of(line);

      assertThat(plain.toString()).matches("\\p{ASCII}*");
      assertThat(plain.columnLength()).isEqualTo(line.columnLength());
      for (int i = 0; i < line.length(); i++) {
        assertThat(plain.styleAt(i)).isEqualTo(line.styleAt(i));
      }
    }
  }

  @Test
  void aFilterThatMatchesNothingSaysHowToEndIt() {
    type("/nope");

    assertThat(screen(80, 10)).contains("  no service matches \"nope\"; Esc clears the filter");
  }
}
