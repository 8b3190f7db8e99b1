package dev.localport.cli.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ClusterStatus;
import dev.localport.api.ClusterStatusBuilder;
import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.api.ServiceStatus;
import dev.localport.api.ServiceStatusBuilder;
import dev.localport.api.StatusReply;
import dev.localport.api.TrafficStatusBuilder;
import dev.localport.cli.Samples;
import dev.localport.cli.render.GoldenSamples;
import dev.localport.cli.ui.Key.Special;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the screen looks like; {@code -Dgolden.write=true} writes the files with its pictures again.
 */
class UiViewTest {
  private static final Path FILES = Path.of("src/test/resources/golden");

  private UiModel model = new UiModel(_ -> true, Theme.DARK);

  @BeforeEach
  void know() {
    status(Samples.status());
  }

  private void status(StatusReply reply) {
    var _ = model.happened(new UiEvent.Status(reply));
  }

  private List<AttributedString> drawn(int columns, int rows, boolean ascii) {
    return new UiView(model, false, columns, rows, Samples.NOW, ZoneOffset.UTC)
        .lines().stream().map(line -> line.drawn(model.theme(), columns, ascii)).toList();
  }

  private List<String> screen(int columns, int rows) {
    return drawn(columns, rows, false).stream()
        .map(AttributedString::toString)
        .map(String::stripTrailing)
        .toList();
  }

  private void type(String keys) {
    keys.chars().forEach(key -> model.happened(new UiEvent.Pressed(new Key.Typed(key))));
  }

  private void press(Special key) {
    var _ = model.happened(new UiEvent.Pressed(key));
  }

  private static void assertHolds(String file, List<String> actual) throws IOException {
    String text = String.join("\n", actual) + "\n";
    Path path = FILES.resolve(file);
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(path, text);
    }
    assertThat(text).as(file).isEqualTo(Files.readString(path));
  }

  @Test
  void aScreenOfFiveContextsInTrouble() throws IOException {
    status(GoldenSamples.status(true));

    assertHolds("ui-list-80.txt", screen(80, 24));
    assertHolds("ui-list-40.txt", screen(40, 8));
    assertHolds("ui-list-200.txt", screen(200, 60));
  }

  @Test
  void theHelpIsWrappedAndScrolled() throws IOException {
    type("?");

    assertHolds("ui-help-80.txt", screen(80, 24));
    List<String> small = screen(40, 8);
    press(Special.PAGE_DOWN);
    assertThat(screen(40, 8)).isNotEqualTo(small);
    type("x");
    assertThat(model.open()).isEqualTo(UiModel.Open.NOTHING);
  }

  @Test
  void servicesStandBelowTheirClustersAsInStatus() {
    assertThat(screen(100, 14))
        .containsExactly(
            " LocalPort  1 up · 1 connecting · 1 waiting · 1 stopped",
            "no context yet  namespace shop",
            "▸ web        ◌ no ready pod  :8080  svc/web:http",
            "                             :9102  svc/web:9090",
            "             no pod of service/web is Ready; next check in 10s             localport explain web",
            "  reports    ○ reconnecting  :8090  svc/reports:80",
            "             no answer from 10.0.0.1:6443; attempt 3 of 10 in 12s"
                + "      localport explain reports",
            "  admin      ○ stopped       -      svc/admin:9999",
            "dev-cluster  ● connected  12 ms  production  namespace orders",
            "  orders-db  ● up 2h 5m      :5432  sts/postgres:5432  postgres-0  2 open",
            "",
            "",
            "",
            " Enter details  / filter  s start  x stop  r restart  c reconnect  l log  o sort"
                + "  ? help  q quit");
  }

  @ParameterizedTest
  @CsvSource({
    "20,5", "40,8", "40,10", "60,20", "80,24", "120,40", "200,60", "80,3", "80,1", "1,1", "5,2"
  })
  void everyLineFitsWhateverIsOpen(int columns, int rows) {
    status(GoldenSamples.status(true));
    for (Runnable next :
        List.<Runnable>of(
            () -> {},
            () -> type("l"),
            () -> press(Special.ESCAPE),
            () -> press(Special.ENTER),
            () -> type("?"),
            () -> type("q/no such service"),
            () -> model.happened(new UiEvent.Failed("why ".repeat(300))),
            () -> model.happened(new UiEvent.DaemonLost("x".repeat(300))))) {
      next.run();

      for (boolean ascii : List.of(true, false)) {
        List<AttributedString> lines = drawn(columns, rows, ascii);

        assertThat(lines).hasSizeLessThanOrEqualTo(rows);
        assertThat(lines)
            .allSatisfy(line -> assertThat(line.columnLength()).isLessThanOrEqualTo(columns));
      }
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

  @ParameterizedTest
  @CsvSource({"80,12", "40,8", "80,6"})
  void theSelectedServiceIsInSightInALongList(int columns, int rows) {
    String[] names = IntStream.range(100, 160).mapToObj(i -> "service-" + i).toArray(String[]::new);
    status(Samples.statusIn("dev", "shop", names));
    for (int i = 0; i < names.length; i++) {
      ServiceStatus selected = model.list().selected();
      assertThat(selected).isNotNull();

      assertThat(screen(columns, rows)).anyMatch(line -> line.startsWith("▸ " + selected.name()));

      press(Special.DOWN);
    }
  }

  @Test
  void whatServersSayMovesNoCursor() {
    var _ = model.happened(new UiEvent.Failed("\u001b[2Jgone\nand a line"));

    assertThat(screen(80, 10).getLast()).isEqualTo("  [2Jgone and a line");
  }

  @Test
  void whatAServerSaysOfItsClusterMovesNoCursorEither() {
    status(
        inStaging(
            cluster -> cluster.error(failure("\u001b[2Jgone\nand a line")), service -> service));

    assertThat(String.join("|", screen(140, 14)))
        .contains("08:00:00:  [2Jgone and a line")
        .doesNotContain("\u001b", "\n");
  }

  private static Failure failure(String message) {
    return new Failure(FailureKind.UNREACHABLE, message);
  }

  private static StatusReply inStaging(
      UnaryOperator<ClusterStatusBuilder> cluster, UnaryOperator<ServiceStatusBuilder> service) {
    StatusReply status = Samples.statusIn("staging", "shop", "web");
    List<ClusterStatus> clusters =
        status.clusters().stream()
            .map(one ->
                cluster.apply(ClusterStatusBuilder.builder(one).lastSuccess(Samples.NOW)).build())
            .toList();
    List<ServiceStatus> services =
        status.services().stream()
            .map(one ->
                service
                    .apply(
                        ServiceStatusBuilder.builder(one)
                            .state("suspended")
                            .reason("cluster_offline"))
                    .build())
            .toList();
    return new StatusReply(status.overall(), status.daemon(), services, clusters, List.of());
  }

  @Test
  void aBannerSaysWhenTheNextAttemptIsAndWhatBecomesOfConnections() {
    status(
        inStaging(
            cluster ->
                cluster
                    .lastSuccess(Samples.NOW.minusSeconds(44))
                    .nextCheck(Samples.NOW.plusMillis(6_500))
                    .error(failure("10.0.0.7:6443 does not respond")),
            service -> service.traffic(TrafficStatusBuilder.builder().held(3).build())));

    assertThat(screen(100, 14).subList(0, 4))
        .containsExactly(
            " LocalPort  1 waiting  3 connections waiting",
            " staging has been offline for 44s; next attempt in 7s. 3 connections waiting; they continue when the",
            " cluster is back, unless they time out.",
            "staging  ◌ offline for 44s, last seen 07:59:16: 10.0.0.7:6443 does not respond"
                + "  namespace shop");
  }

  @Test
  void withoutWaitingConnectionsABannerSaysThatNewOnesWait() {
    status(inStaging(cluster -> cluster.nextCheck(null), service -> service));

    assertThat(screen(140, 14).get(1))
        .isEqualTo(
            " staging has been offline for 0s; trying again now. New connections wait until it is"
                + " back, unless they time out.");
  }

  @Test
  void aClusterThatIsBackHasNoBanner() {
    assertThat(screen(80, 24)).noneMatch(line -> line.contains("next attempt in"));
  }

  @Test
  void inAsciiEverythingOfOursIsAscii() {
    for (Runnable next : List.<Runnable>of(() -> {}, () -> type("?"), () -> type("q/x"))) {
      next.run();

      assertThat(drawn(100, 40, true))
          .allSatisfy(line -> assertThat(line.toString()).matches("\\p{ASCII}*"));
    }
  }

  @Test
  void withoutColorsTheBarsAreInverse() {
    model = new UiModel(_ -> true, Theme.PLAIN);
    know();
    type("t");

    assertThat(drawn(80, 24, false))
        .allSatisfy(line ->
            assertThat(line.toAnsi()).doesNotContainPattern("\u001b\\[([0-9]+;)*[349][0-9]"));
    assertThat(drawn(80, 24, false).getFirst().styleAt(0))
        .isEqualTo(AttributedStyle.DEFAULT.inverse());
  }

  @Test
  void aLetterOfTwoColumnsTakesTwo() {
    status(Samples.statusIn("dev", "shop", "注文データベース", "web"));

    List<String> screen = screen(80, 12);

    assertThat(screen.get(2)).startsWith("▸ web               ◌ no ready pod");
    assertThat(screen).anyMatch(line -> line.startsWith("  注文データベース  ◌ no ready pod"));
  }

  @Test
  void aFilterThatMatchesNothingSaysHowToEndIt() {
    type("/nope");

    assertThat(screen(80, 10)).contains("  no service matches \"nope\"; Esc clears the filter");
  }

  @Test
  void anEmptyListSaysWhatToDoNext() {
    model = new UiModel(_ -> true, Theme.DARK);
    assertThat(screen(80, 10)).contains("  loading…");
    var _ = model.happened(new UiEvent.DaemonLost("The daemon is not running"));
    assertThat(screen(80, 10))
        .contains(" The daemon is not running", "  This screen continues with the next daemon.");

    status(Samples.statusIn("dev", "shop"));

    assertThat(screen(80, 10))
        .contains("  No services yet.")
        .anyMatch(line -> line.endsWith("localport start"));
  }
}
