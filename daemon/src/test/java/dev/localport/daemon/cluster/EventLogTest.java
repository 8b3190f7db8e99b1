package dev.localport.daemon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ClusterEvent;
import dev.localport.api.ClusterEventBuilder;
import dev.localport.daemon.logs.LogFiles;
import dev.localport.paths.Places;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which events of a cluster are in the daemon's log. */
class EventLogTest {
  private static final Instant NOW = Instant.parse("2026-01-31T08:00:00Z");

  @TempDir private Path folder;
  private final EventLog log = new EventLog("dev");
  private Places places;
  private LogFiles files;
  private List<ClusterSubscriber> subscribers;

  @BeforeEach
  void open() {
    places = new Places(Map.of("LOCALPORT_HOME", folder.toString()), folder, folder, "eve");
    files = LogFiles.open(places, null);
    subscribers = List.of(subscriber("web"));
  }

  @AfterEach
  void close() {
    files.close();
  }

  private static ClusterSubscriber subscriber(String name) {
    FakeSubscriber one = new FakeSubscriber(name);
    one.pods = List.of(FakeSubscriber.pod("web-1", "node-1"));
    return one;
  }

  private static ClusterEvent event(String type, String object, int count, Duration age) {
    return ClusterEventBuilder.builder()
        .type(type)
        .reason("Unhealthy")
        .object(object)
        .namespace("shop")
        .message("failed %d times: Bearer abcdefgh12345".formatted(count))
        .count(count)
        .firstSeen(NOW.minus(Duration.ofMinutes(20)))
        .lastSeen(NOW.minus(age))
        .services(List.of())
        .build();
  }

  private static ClusterEvent warning(int count) {
    return event("Warning", "pod/web-1", count, Duration.ZERO);
  }

  private List<String> lines(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .map(line -> line.substring(line.indexOf(' ') + 1))
        .toList();
  }

  @Test
  void aWarningThatTouchesAServiceIsInItsLogToo() throws IOException {
    log.take(List.of(warning(3)), subscribers, NOW);

    String line =
        "WARN  cluster event context=\"dev\" service=\"web\" namespace=\"shop\" object=\"pod/web-1\""
            + " reason=\"Unhealthy\" count=\"3\" for=\"20m\" message=\"failed 3 times: Bearer ***\"";
    assertThat(lines(places.daemonLog())).containsExactly(line);
    assertThat(lines(places.serviceLog("web"))).containsExactly(line);
  }

  @Test
  void anEventOfANodeNamesNoNamespace() throws IOException {
    ClusterEvent node =
        ClusterEventBuilder.builder(warning(1)).object("node/node-1").namespace(null).build();
    log.take(List.of(node), subscribers, NOW);

    assertThat(lines(places.daemonLog()))
        .singleElement()
        .asString()
        .contains("service=\"web\" object=\"node/node-1\"");
  }

  @Test
  void oneThatTouchesSeveralIsOneLineAndInTheLogOfEach() throws IOException {
    log.take(List.of(warning(1)), List.of(subscriber("web"), subscriber("admin")), NOW);

    assertThat(lines(places.daemonLog()))
        .singleElement()
        .asString()
        .contains(" services=\"admin,web\" ");
    assertThat(lines(places.serviceLog("web"))).hasSize(1);
    assertThat(lines(places.serviceLog("admin"))).hasSize(1);
  }

  @Test
  void whatIsNormalOldOrOfNoServiceIsNotWritten() throws IOException {
    log.take(
        List.of(
            event("Normal", "pod/web-1", 1, Duration.ZERO),
            event("Warning", "pod/other", 1, Duration.ZERO),
            event("Warning", "pod/web-1", 1, Duration.ofMinutes(11))),
        subscribers,
        NOW);
    log.take(List.of(warning(1)), List.of(), NOW);

    assertThat(lines(places.daemonLog())).isEmpty();
  }

  private static ClusterEvent seenAgain(int count, Duration after) {
    return event("Warning", "pod/web-1", count, after.negated());
  }

  @Test
  void aRepeatedOneIsWrittenAgainAfterTenMinutesAndOnlyIfItWasRepeated() throws IOException {
    Instant later = NOW.plus(EventLog.AGAIN);
    ClusterEvent again = seenAgain(2, EventLog.AGAIN.minusSeconds(2));
    log.take(List.of(warning(1)), subscribers, NOW);
    log.take(List.of(again), subscribers, later.minusSeconds(1));
    log.take(List.of(warning(1)), subscribers, later);
    assertThat(lines(places.daemonLog())).hasSize(1);

    log.take(List.of(again), subscribers, later);
    log.take(List.of(again), subscribers, later.plus(EventLog.AGAIN));

    assertThat(lines(places.daemonLog())).hasSize(2).last().asString().contains("count=\"2\"");
  }

  @Test
  void warningsThatAreOverAreNotWrittenAgain() throws IOException {
    ClusterEvent liveness = event("Warning", "pod/web-1", 7, Duration.ofMinutes(1));
    ClusterEvent readiness = event("Warning", "pod/web-1", 5, Duration.ofMinutes(2));
    for (List<ClusterEvent> all :
        List.of(List.of(readiness, liveness), List.of(liveness, readiness))) {
      EventLog fresh = new EventLog("dev");
      for (int i = 0; i < 4; i++) {
        fresh.take(all, subscribers, NOW.plus(EventLog.AGAIN.multipliedBy(i)));
      }
    }

    assertThat(lines(places.daemonLog())).hasSize(2); // one of each log
  }

  @Test
  void anEventThatWasJustSeenIsWrittenOnceAndTheOthersStayKnown() throws IOException {
    ClusterEvent node = ClusterEventBuilder.builder(warning(1)).object("node/node-1").build();
    log.take(List.of(warning(1)), subscribers, NOW);
    log.seen(node, subscribers, NOW);
    log.seen(node, subscribers, NOW);
    log.seen(event("Warning", "pod/other", 1, Duration.ZERO), subscribers, NOW);
    log.take(List.of(warning(1), node), subscribers, NOW);

    assertThat(lines(places.daemonLog()))
        .satisfiesExactly(
            line -> assertThat(line).contains("object=\"pod/web-1\""),
            line -> assertThat(line).contains("object=\"node/node-1\""));
  }

  @Test
  void aFloodIsTenLinesAndANumber() throws IOException {
    List<ClusterEvent> flood =
        IntStream.range(0, 25)
            .mapToObj(i -> ClusterEventBuilder.builder(warning(1)).reason("Reason" + i).build())
            .toList();
    log.take(flood, subscribers, NOW);
    log.take(flood, subscribers, NOW);

    assertThat(lines(places.daemonLog()))
        .hasSize(11)
        .last()
        .isEqualTo(
            "WARN  more cluster events context=\"dev\" more=\"15\" see=\"localport cluster events\"");
  }
}
