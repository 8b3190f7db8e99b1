package dev.localport.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.JournalEntry;
import dev.localport.api.JournalEntryBuilder;
import dev.localport.api.JournalType;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code events} says of each kind of event. */
class EventWordsTest {
  private static final Instant NOW = Instant.parse("2026-01-31T08:00:00Z");

  private static String words(JournalEntryBuilder entry) {
    JournalEntry built = entry.build();
    String why = EventWords.why(built);
    return EventWords.what(built) + (why.isEmpty() ? "" : " | " + why);
  }

  private static JournalEntryBuilder of(JournalType type) {
    return JournalEntry.of(type).service("web").context("dev");
  }

  @Test
  void ofConnectionsTheyHaveThePodAndHowLongItTook() {
    assertThat(words(of(JournalType.CONNECTED).pod("web-1").duration(Duration.ofMillis(310))))
        .isEqualTo("connected to web-1 in 0.3 s");
    assertThat(words(of(JournalType.DISCONNECTED).cause("lost").duration(Duration.ofHours(3))))
        .isEqualTo("connection lost after 3h | lost");
    assertThat(words(of(JournalType.RECONNECTED).pod("web-2").duration(Duration.ofSeconds(44))))
        .isEqualTo("reconnected to web-2 after 44s");
  }

  @Test
  void ofAttemptsTheyHaveTheNumber() {
    assertThat(words(of(JournalType.RECONNECTING).attempt(2).maxAttempts(10).cause("lost")))
        .isEqualTo("reconnecting (attempt 2 of 10) | lost");
    assertThat(words(of(JournalType.RECONNECTING).attempt(2)))
        .isEqualTo("reconnecting (attempt 2)");
    assertThat(words(of(JournalType.RECONNECTING).reason("cluster_offline")))
        .isEqualTo("waiting for the cluster");
    assertThat(words(of(JournalType.RECONNECTING))).isEqualTo("reconnecting");
  }

  @Test
  void ofErrorsTheyHaveStateReasonAndCause() {
    assertThat(words(of(JournalType.ERROR).state("suspended").reason("forbidden").cause("no")))
        .isEqualTo("suspended (forbidden) | no");
    assertThat(words(of(JournalType.ERROR).state("failed"))).isEqualTo("failed");
    assertThat(words(of(JournalType.ERROR))).isEqualTo("error");
  }

  @Test
  void ofClustersTheyHaveTheStateBefore() {
    assertThat(words(JournalEntry.of(JournalType.CLUSTER).context("dev").state("checking")))
        .isEqualTo("cluster dev is checking");
    assertThat(
            words(
                JournalEntry.of(JournalType.CLUSTER)
                    .context("dev")
                    .previous("connected")
                    .state("offline")
                    .duration(Duration.ofDays(2))
                    .cause("no answer")))
        .isEqualTo("cluster dev is offline, was connected for 2d | no answer");
  }

  @Test
  void ofFilesTheyHaveThePathAndWhatIsWrong() {
    assertThat(words(JournalEntry.of(JournalType.CONFIG_CHANGED).state("loaded").detail("/a.yaml")))
        .isEqualTo("configuration loaded | /a.yaml");
    assertThat(
            words(
                JournalEntry.of(JournalType.CONFIG_CHANGED)
                    .state("refused")
                    .detail("/a.yaml")
                    .cause("/a.yaml:1:1: broken")))
        .isEqualTo(
            "configuration is invalid; the previous version stays active | /a.yaml:1:1: broken");
    assertThat(
            words(
                JournalEntry.of(JournalType.CONFIG_CHANGED)
                    .state("refused")
                    .detail("/a.yaml")
                    .cause("permission denied")))
        .endsWith(" | /a.yaml: permission denied");
  }

  @Test
  void ofWhatUsersAskForTheyHaveWhatWasDone() {
    assertThat(words(of(JournalType.OPERATION).detail("start"))).isEqualTo("started");
    assertThat(words(of(JournalType.OPERATION).detail("stop"))).isEqualTo("stopped");
    assertThat(words(of(JournalType.OPERATION).detail("idle")))
        .isEqualTo("idle; the next connection opens it");
    assertThat(words(JournalEntry.of(JournalType.OPERATION).detail("daemon start").cause("0.1.0")))
        .isEqualTo("daemon started | version 0.1.0");
    assertThat(words(JournalEntry.of(JournalType.OPERATION).detail("daemon stop")))
        .isEqualTo("daemon stopped");
    assertThat(words(JournalEntry.of(JournalType.OPERATION).detail("daemon died")))
        .isEqualTo("daemon crashed");
    assertThat(words(of(JournalType.OPERATION).detail("restart"))).isEqualTo("restart requested");
    assertThat(
            words(
                JournalEntry.of(JournalType.OPERATION)
                    .detail("machine slept")
                    .duration(Duration.ofHours(3))))
        .isEqualTo("machine slept for 3h");
    assertThat(words(of(JournalType.OPERATION).detail("reconnect 12").state("done")))
        .isEqualTo("reconnect 12: done");
    assertThat(words(of(JournalType.SETTINGS).detail("log.level")))
        .isEqualTo("setting changed: log.level");
    assertThat(words(of(JournalType.HEALTH_CHECK).state("unhealthy").cause("500")))
        .isEqualTo("unhealthy | 500");
  }

  @Test
  void daysAreShownWhereItIsNotToday() {
    EventTimes times = new EventTimes(NOW, ZoneOffset.ofHours(2));

    assertThat(times.show(NOW)).isEqualTo("10:00:00");
    assertThat(times.show(NOW.minus(Duration.ofHours(11)))).isEqualTo("2026-01-30 23:00:00");
  }

  @Test
  void aTableFitsATerminalOf80Columns() {
    JournalEntry lost =
        of(JournalType.DISCONNECTED)
            .cause("the API server closed the session: " + "x".repeat(200))
            .duration(Duration.ofMinutes(12))
            .build()
            .numbered(1, NOW);
    EventTimes times = new EventTimes(NOW, ZoneId.of("UTC"));

    assertThat(new JournalTable(times, true, false).table(List.of(lost)).lines(80, false))
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80))
        .last()
        .asString()
        .startsWith("08:00:00  dev      web      connection lost after 12m  the API");
    assertThat(new JournalTable(times, false, true).table(List.of(lost)).lines(80, false))
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80))
        .last()
        .asString()
        .startsWith("08:00:00  web      connection lost after 12m: the API server closed the ses");
  }
}
