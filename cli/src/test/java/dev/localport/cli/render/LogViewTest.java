package dev.localport.cli.render;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ClusterEvent;
import dev.localport.api.ClusterEventBuilder;
import dev.localport.api.JournalEntry;
import dev.localport.api.JournalType;
import dev.localport.api.SeenEvent;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LogViewTest {
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
  private static final ZoneId ZONE = ZoneId.of("Asia/Kolkata");

  private static final List<LogItem> LINES =
      LogItem.Line.of(
          List.of(
              "2026-01-30T08:00:00.125Z INFO  connected service=\"web\" previous=\"connecting\"",
              "2026-01-31T08:00:00.125Z WARN  reconnecting service=\"web\" previous=\"connected\" why=\"the API server closed the session\" again_in_ms=\"775\" attempt=\"1/10\"",
              "2026-01-31T08:00:01.000Z ERROR event dropped: bug service=\"db\"",
              "java.io.IOException",
              "\tat x",
              "2026-01-31T08:00:02.000Z DEBUG probe answered took_ms=\"3\""));

  private static final List<LogItem> EVENTS =
      List.of(
          new LogItem.Event(
              JournalEntry.of(JournalType.DISCONNECTED)
                  .service("web")
                  .context("dev")
                  .pod("web-1")
                  .cause("the pod was deleted")
                  .build()
                  .numbered(4, Instant.parse("2026-01-31T08:00:00.500Z"))),
          new LogItem.Cluster(new SeenEvent("dev", backOff(3))));

  private static ClusterEvent backOff(int count) {
    return backOff(count, "shop");
  }

  private static ClusterEvent backOff(int count, String namespace) {
    return ClusterEventBuilder.builder()
        .type("Warning")
        .reason("BackOff")
        .object("pod/web-1")
        .namespace(namespace)
        .message("Back-off \"restarting\"")
        .count(count)
        .lastSeen(Instant.parse("2026-01-31T08:00:03Z"))
        .services(List.of("web"))
        .build();
  }

  private static String shown(
      List<LogItem> items,
      OutputFormat format,
      int columns,
      boolean colours,
      @Nullable String service) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, UTF_8);
    Console console = new Console(stream, stream, columns > 0, colours, () -> columns, () -> "");
    Output output = new Output(console, format, Output.Verbosity.NORMAL, true);
    new LogView(output, ZONE, service).print(items, NOW);
    return out.toString(UTF_8);
  }

  @Test
  void aPersonSeesTheLocalTimeASignThePhraseAndItsValues() {
    assertThat(shown(LINES, OutputFormat.TABLE, 80, false, "web"))
        .isEqualTo(
            """
            2026-01-30 13:30:00    connected  previous=connecting
            13:30:00  ! reconnecting  previous=connected why="the API server closed the
                        session" again_in_ms=775 attempt=1/10
            13:30:01  ✗ event dropped: bug  service=db
                java.io.IOException
                  at x
            13:30:02  · probe answered  took_ms=3
            """);
  }

  @Test
  void aPipeGetsTheLinesAsTheyAreInTheFileAndEventsInTheSameForm() {
    assertThat(shown(LogItem.merged(LINES, EVENTS), OutputFormat.TABLE, 0, false, "web"))
        .isEqualTo(
            """
            2026-01-30T08:00:00.125Z INFO  connected service="web" previous="connecting"
            2026-01-31T08:00:00.125Z WARN  reconnecting service="web" previous="connected" why="the API server closed the session" again_in_ms="775" attempt="1/10"
            2026-01-31T13:30:00.500+05:30 EVENT connection lost: the pod was deleted type="disconnected" service="web" context="dev" pod="web-1"
            2026-01-31T08:00:01.000Z ERROR event dropped: bug service="db"
            java.io.IOException
            \tat x
            2026-01-31T08:00:02.000Z DEBUG probe answered took_ms="3"
            2026-01-31T13:30:03.000+05:30 EVENT cluster event type="Warning" context="dev" services="web" namespace="shop" object="pod/web-1" reason="BackOff" count="3" message="Back-off \\"restarting\\""
            """);
  }

  @Test
  void eventsHaveSignsOfTheirOwnAndNameOtherServices() {
    assertThat(shown(EVENTS, OutputFormat.TABLE, 80, false, null))
        .isEqualTo(
            """
            13:30:00  • web: connection lost: the pod was deleted
            13:30:03  ◆ dev: pod/web-1 BackOff:  Back-off "restarting" (3 times)
            """);
    assertThat(shown(EVENTS, OutputFormat.TABLE, 80, false, "web"))
        .startsWith("13:30:00  • connection lost");
  }

  @Test
  void colorIsOnThePhraseAlone() {
    assertThat(shown(LINES.subList(1, 2), OutputFormat.TABLE, 200, true, "web"))
        .startsWith("13:30:00  ! \u001b[33mreconnecting\u001b[0m  previous=connected why=");
  }

  @Test
  void programsGetAnObjectALine() {
    assertThat(
            shown(LogItem.merged(LINES.subList(2, 3), EVENTS), OutputFormat.JSON, 80, true, null))
        .isEqualTo(
            """
            {"at":"2026-01-31T08:00:00.500Z","kind":"event","event":{"sequence":4,"at":"2026-01-31T08:00:00.500Z","type":"disconnected","service":"web","context":"dev","pod":"web-1","cause":"the pod was deleted"}}
            {"at":"2026-01-31T08:00:01Z","kind":"line","line":"2026-01-31T08:00:01.000Z ERROR event dropped: bug service=\\"db\\"\\njava.io.IOException\\n\\tat x"}
            {"at":"2026-01-31T08:00:03Z","kind":"cluster_event","event":{"context":"dev","type":"Warning","reason":"BackOff","object":"pod/web-1","namespace":"shop","message":"Back-off \\"restarting\\"","count":3,"first_seen":null,"last_seen":"2026-01-31T08:00:03Z","services":["web"]}}
            """);
  }

  @Test
  void anEventThatALineReportsComesOnce() {
    List<LogItem> line =
        LogItem.Line.of(
            List.of(
                "2026-01-31T08:00:03.000Z WARN  cluster event context=\"dev\" namespace=\"shop\" object=\"pod/web-1\" reason=\"BackOff\" count=\"3\""));

    assertThat(LogItem.merged(line, EVENTS)).hasSize(2).doesNotContain(EVENTS.getLast());
    LogItem later = new LogItem.Cluster(new SeenEvent("dev", backOff(4)));
    assertThat(LogItem.merged(line, List.of(later))).containsExactly(line.getFirst(), later);
    LogItem elsewhere = new LogItem.Cluster(new SeenEvent("prod", backOff(3)));
    LogItem beside = new LogItem.Cluster(new SeenEvent("dev", backOff(3, "test")));
    assertThat(LogItem.merged(line, List.of(elsewhere, beside)))
        .containsExactly(line.getFirst(), elsewhere, beside);
  }

  @Test
  void eventsOfPodsOfOneNameAreToldApart() {
    List<LogItem> events =
        List.of(
            new LogItem.Cluster(new SeenEvent("dev", backOff(1))),
            new LogItem.Cluster(new SeenEvent("prod", backOff(1, "test"))));

    assertThat(shown(events, OutputFormat.TABLE, 80, false, null))
        .isEqualTo(
            """
            13:30:03  ◆ dev: shop/pod/web-1 BackOff:  Back-off "restarting"
            13:30:03  ◆ prod: test/pod/web-1 BackOff:  Back-off "restarting"
            """);
  }

  @Test
  void aWordThatIsLongerThanALineIsBroken() {
    assertThat(Wrapping.lines("12 ", "aaa " + "b".repeat(12), "  ", 10))
        .containsExactly("12 aaa", "  bbbbbbbb", "  bbbb");
  }
}
