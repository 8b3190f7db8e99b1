package dev.localport.daemon.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.JournalType;
import dev.localport.config.NotifyEvent;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrouperTest {
  private static final String[] ALL = {
    "failed", "recovered", "cluster_offline", "cluster_back", "unhealthy", "flapping"
  };

  /** An outage as the daemon sees it: sessions die, probes fail, and after a minute all is back. */
  private static Play outage(double spread, double untilOffline, String... on) {
    Play play = new Play(on);
    play.cluster("connected").seconds(60);
    for (int i = 0; i < 30; i++) {
      play.lost("web-" + i).seconds(spread / 30);
      if (i == 3) {
        play.cluster("reconnecting");
      }
    }
    play.seconds(Math.max(0, untilOffline - spread)).cluster("offline");
    for (int i = 0; i < 30; i++) {
      int each = i;
      play.entry(
          JournalType.RECONNECTING,
          e ->
              e.service("web-" + each)
                  .previous("reconnecting")
                  .state("suspended")
                  .reason("cluster_offline"));
    }
    play.seconds(60).cluster("connected");
    for (int i = 0; i < 30; i++) {
      play.again("web-" + i, 62).seconds(0.1);
    }
    return play.seconds(120);
  }

  @ParameterizedTest
  @CsvSource({
    "0.1, 2", "0.1, 5", "5, 9", "5, 20", "14, 15", "14, 30", "1, 45",
  })
  void aLostClusterIsOneNotificationForItsBeginningAndOneForItsEnd(
      double spread, double untilOffline) {
    Play all = outage(spread, untilOffline, ALL);
    assertThat(all.messages())
        .containsExactly(
            "cluster prod is offline: 30 services are waiting",
            "cluster prod is back: 30 services are connected again");
    assertThat(all.notices).extracting(notice -> notice.services().size()).containsExactly(30, 30);

    Play types =
        outage(
            spread, untilOffline, "disconnected", "cluster_offline", "cluster_back", "reconnected");
    assertThat(types.messages())
        .containsExactly(
            "cluster prod is offline: 30 services are waiting",
            "cluster prod is back: 30 services are connected again");
    assertThat(types.notices).extracting(Notice::count).containsExactly(31, 31);
  }

  @ParameterizedTest
  @CsvSource({
    "'disconnected,reconnected', 2",
    "'disconnected,recovered', 2",
    "'disconnected,reconnecting,reconnected', 2",
    "'cluster_offline,cluster_back', 2",
    "'cluster', 3", // and that it is connected at first
    "'cluster_offline,recovered', 2",
    "'disconnected,cluster_back', 2",
    "'failed,recovered', 1",
    "'recovered', 1",
    "'cluster_back', 1",
    "'cluster_offline', 1",
    "'disconnected', 1",
    "'failed,unhealthy,flapping', 0",
  })
  void soItIsWhicheverWordsTheHookListensTo(String on, int notifications) {
    for (double spread : new double[] {0.1, 2, 5}) {
      assertThat(outage(spread, 6, on.split(",", -1)).messages())
          .as("spread " + spread)
          .hasSize(notifications);
    }
  }

  @Test
  void whatIsLostDuringAnOutageIsToldWithItsEnd() {
    Play play = new Play("disconnected", "reconnected", "cluster_offline", "cluster_back");

    play.cluster("offline").seconds(20).lost("late").seconds(300);
    assertThat(play.messages()).containsExactly("cluster prod is offline");

    play.cluster("connected").again("late", 300).seconds(30);
    assertThat(play.messages())
        .last()
        .isEqualTo("cluster prod is back: 1 service is connected again");
    assertThat(play.notices.getLast().count()).isEqualTo(3);
  }

  @Test
  void stragglersAreToldAlone() {
    Play play = new Play(ALL);
    play.lost("a").lost("b").lost("c").cluster("offline").seconds(60);

    play.cluster("connected").again("a", 60).seconds(1).again("b", 61).seconds(13);
    assertThat(play.notices).hasSize(1);
    play.seconds(10).again("c", 85).seconds(10);

    assertThat(play.messages())
        .containsExactly(
            "cluster prod is offline: 3 services are waiting",
            "cluster prod is back: 2 services are connected again, 1 not yet",
            "c is connected again after 1m");
  }

  @Test
  void aLossThatIsNotTheClustersIsToldAfterTheTimeInWhichThatCouldShow() {
    Play play = new Play("disconnected", "cluster_offline");

    play.cluster("connected").lost("web").seconds(9.9);
    assertThat(play.notices).isEmpty();
    play.seconds(0.2);

    assertThat(play.messages()).containsExactly("web lost its connection: the session was lost");
  }

  @Test
  void aLossIsToldSoonWhereTheHookDoesNotAskForClusters() {
    Play play = new Play("disconnected", "reconnected");

    play.lost("web").seconds(3.1).again("web", 3).seconds(3.1);

    assertThat(play.messages())
        .containsExactly(
            "web lost its connection: the session was lost", "web is connected again after 3s");
  }

  @Test
  void failuresNameTheServicesThatNeedSomebody() {
    Play play = new Play(ALL);

    play.suspended("a", "forbidden").suspended("b", "forbidden").seconds(11);
    play.suspended("c", "no_ready_pod").seconds(20); // mends itself
    play.suspended("d", "port_taken").seconds(11);

    assertThat(play.messages())
        .containsExactly(
            "2 services in prod cannot connect: a, b",
            "d cannot connect (port_taken): why of port_taken");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "forbidden",
        "credentials",
        "target_missing",
        "port_taken",
        "port_denied",
        "circuit_open"
      })
  void aFailureIsToldOnceAndItsEndAsWell(String reason) {
    Play play = new Play(ALL);

    play.suspended("web", reason).seconds(60).suspended("web", reason).seconds(60);
    play.again("web", 2).seconds(60);

    assertThat(play.notices)
        .extracting(Notice::event)
        .containsExactly(NotifyEvent.FAILED, NotifyEvent.RECOVERED);
  }

  @Test
  void aServiceThatIsStoppedIsForgotten() {
    Play play = new Play(ALL);

    play.suspended("web", "forbidden").seconds(60).stopped("web").seconds(60);
    play.entry(JournalType.CONNECTED, e -> e.service("web").state("connected")).seconds(60);

    assertThat(play.notices).extracting(Notice::event).containsExactly(NotifyEvent.FAILED);
  }

  @Test
  void onlyALossThatLastedIsOverWithANotification() {
    Play play = new Play(ALL);

    play.lost("web").seconds(9).again("web", 9).seconds(60);
    assertThat(play.notices).isEmpty();
    play.lost("web").seconds(10).again("web", 10).seconds(60);

    assertThat(play.messages()).containsExactly("web is connected again after 10s");
  }

  @Test
  void healthThatChangesIsToldAndAPauseOfItsChecksIsNot() {
    Play play = new Play(ALL);

    play.health("web", "healthy").health("web", "unhealthy").seconds(30);
    play.health("web", "unknown").health("web", "unhealthy").seconds(30);
    play.health("web", "healthy").seconds(30);

    assertThat(play.messages())
        .containsExactly("web is unhealthy: HTTP 500", "web is healthy again");
  }

  @Test
  void aServiceThatIsConnectedAgainAndAgainFlaps() {
    Play play = new Play("flapping");

    for (int i = 0; i < 9; i++) {
      play.lost("web").seconds(20).again("web", 20).seconds(20);
    }

    assertThat(play.messages())
        .containsExactly("web keeps reconnecting: more than 5 times in 10 minutes");
  }

  @Test
  void aClusterThatRejectsUsIsAnOutageAndAnotherStateOfItNoSecondOne() {
    Play play = new Play(ALL);

    play.entry(
        JournalType.CLUSTER, e -> e.state("error").cause("it rejected the credentials (401)"));
    play.seconds(60).cluster("offline").seconds(60).cluster("reconnecting").seconds(60);
    play.cluster("degraded").seconds(60);

    assertThat(play.messages())
        .containsExactly(
            "cluster prod rejects the connection (it rejected the credentials (401))",
            "cluster prod is back");
  }

  @Test
  void clustersAreToldApart() {
    Play play = new Play("disconnected");

    play.lost("web")
        .entry(JournalType.DISCONNECTED, e -> e.context("dev").service("db").state("reconnecting"));
    play.seconds(5);

    assertThat(play.messages())
        .containsExactly("web lost its connection: the session was lost", "db lost its connection");
  }

  @Test
  void aServicesEventsKeepTheirOrderThoughItsGroupsAreTornApart() {
    Play play = new Play("disconnected", "reconnected");

    play.lost("a").seconds(1).again("b", 1).seconds(1).lost("b").seconds(1).again("b", 1);
    play.seconds(60);

    List<Long> ofB =
        play.notices.stream()
            .flatMap(notice -> notice.events().stream())
            .filter(entry -> "b".equals(entry.service()))
            .map(entry -> entry.sequence())
            .toList();
    assertThat(ofB).containsExactly(2L, 3L, 4L);
  }

  @Test
  void whatWasAskedForFilesAndSettingsAreToldInAFewWords() {
    Play play = new Play("operation", "config_changed", "settings");

    play.stopped("web").seconds(5);
    play.stopped("a").stopped("b").stopped("c").stopped("d").stopped("e").seconds(5);
    play.entry(JournalType.CONFIG_CHANGED, e -> e.context(null).state("loaded").detail("/lp.yaml"));
    play.seconds(5);
    play.entry(
        JournalType.CONFIG_CHANGED,
        e -> e.context(null).state("refused").detail("/lp.yaml").cause("2 mistakes"));
    play.seconds(5);
    play.entry(
        JournalType.SETTINGS,
        e -> e.context(null).service("web").detail("reconnect.max_attempts = 3"));
    play.seconds(5);

    assertThat(play.messages())
        .containsExactly(
            "web: stop",
            "5 services in prod were started or stopped: a, b, c and 2 more",
            "/lp.yaml was loaded",
            "/lp.yaml could not be loaded: 2 mistakes",
            "web: setting changed: reconnect.max_attempts = 3");
  }
}
