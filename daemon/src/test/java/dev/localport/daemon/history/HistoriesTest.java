package dev.localport.daemon.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ClusterState;
import dev.localport.api.ClusterStatus;
import dev.localport.api.ClusterStatusBuilder;
import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.api.HeartbeatStatus;
import dev.localport.api.HistoryQuery;
import dev.localport.api.JournalEntry;
import dev.localport.api.JournalEntryBuilder;
import dev.localport.api.JournalType;
import dev.localport.api.RecoveryStatus;
import dev.localport.api.ServiceStatus;
import dev.localport.api.ServiceStatusBuilder;
import dev.localport.api.TrafficStatusBuilder;
import dev.localport.daemon.journal.Journal;
import dev.localport.daemon.time.ManualTimers;
import dev.localport.history.Recovery;
import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoriesTest {
  private static final HistoryQuery ALL =
      new HistoryQuery(null, null, null, ZoneOffset.UTC, HistoryQuery.MOST);

  @TempDir private Path folder;
  private final ManualTimers timers = new ManualTimers();

  private JournalEntryBuilder of(JournalType type, String service) {
    return JournalEntry.of(type).at(timers.instant()).service(service).context("dev");
  }

  private void start(Journal journal, String service) {
    journal.add(
        of(JournalType.OPERATION, service).detail("start").previous("stopped").state("connecting"));
    journal.add(
        of(JournalType.CONNECTED, service).previous("connecting").state("connected").pod("pod-1"));
  }

  private void lose(Journal journal, String service) {
    journal.add(
        of(JournalType.DISCONNECTED, service)
            .previous("connected")
            .state("reconnecting")
            .cause("reset by peer"));
    journal.add(of(JournalType.RECONNECTING, service).state("reconnecting").attempt(1));
  }

  private void comeBack(Journal journal, String service) {
    journal.add(
        of(JournalType.RECONNECTED, service)
            .previous("reconnecting")
            .state("connected")
            .pod("pod-1"));
  }

  private void daemon(Journal journal, String what) {
    journal.add(JournalEntry.of(JournalType.OPERATION).at(timers.instant()).detail(what));
  }

  private void passes(long minutes) {
    timers.advance(Duration.ofMinutes(minutes));
  }

  private static ServiceStatus status(String name) {
    return ServiceStatusBuilder.builder()
        .name(name)
        .state("connected")
        .target("service/" + name)
        .health("disabled")
        .traffic(TrafficStatusBuilder.builder().build())
        .heartbeat(new HeartbeatStatus(0, 0, 0, null, null, null, false))
        .build();
  }

  private static Histories read(Journal journal, ManualTimers timers) {
    Histories histories = new Histories(journal, timers);
    histories.begin();
    Await.until("the journal is read", histories::isComplete);
    return histories;
  }

  /** A day on which a service was up for three hours and down for one. */
  private void earlier() {
    try (Journal journal = Journal.open(folder, timers)) {
      daemon(journal, "daemon start");
      start(journal, "web");
      passes(120);
      lose(journal, "web");
      passes(60);
      comeBack(journal, "web");
      passes(60);
      daemon(journal, "daemon stop");
    }
    passes(30);
  }

  @Test
  void whatAnEarlierDaemonSawIsShownByTheNextOne() {
    earlier();
    try (Journal journal = Journal.open(folder, timers)) {
      ServiceStatus web = read(journal, timers).onto(status("web"));

      assertThat(web.availability24h()).isEqualTo(0.75);
      assertThat(web.reconnects()).isEqualTo(1);
      assertThat(web.lastError()).isEqualTo(new Failure(FailureKind.SESSION, "reset by peer"));
      RecoveryStatus recovery = web.recovery();
      assertThat(recovery).isNotNull();
      assertThat(recovery.max()).isEqualTo(Duration.ofHours(1));
    }
  }

  @Test
  void aClusterHasTheFiguresOfItsServices() {
    earlier();
    try (Journal journal = Journal.open(folder, timers)) {
      Histories histories = new Histories(journal, timers);
      List<ClusterStatus> clusters = List.of(cluster("dev"), cluster("prod"));
      assertThat(histories.onto(clusters)).as("not read yet").isEqualTo(clusters);
      assertThat(histories.recoveryByContext()).isEmpty();

      histories.begin();
      Await.until("the journal is read", histories::isComplete);

      List<ClusterStatus> read = histories.onto(clusters);
      RecoveryStatus dev = Objects.requireNonNull(read.getFirst().recovery());
      assertThat(dev).isEqualTo(histories.recoveryByContext().get("dev"));
      assertThat(dev.successes()).isEqualTo(1);
      assertThat(dev.max()).isEqualTo(Duration.ofHours(1));
      assertThat(read.getLast().recovery()).isEqualTo(Recovery.NONE);
    }
  }

  private static ClusterStatus cluster(String context) {
    return ClusterStatusBuilder.builder()
        .context(context)
        .server("https://127.0.0.1:6443")
        .state(ClusterState.CONNECTED)
        .latency(ClusterStatus.Latency.UNKNOWN)
        .build();
  }

  @Test
  void whatThisDaemonSeesGoesOnFromThere() throws InterruptedException {
    earlier();
    try (Journal journal = Journal.open(folder, timers)) {
      Histories histories = read(journal, timers);
      daemon(journal, "daemon start");
      start(journal, "web");
      passes(60);
      lose(journal, "web");
      comeBack(journal, "web");
      passes(180);
      journal.await();

      ServiceStatus web = histories.onto(status("web"));

      assertThat(web.availability24h()).isEqualTo(7.0 / 8);
      assertThat(web.reconnects()).isEqualTo(2);
    }
  }

  @Test
  void whatHappensWhileTheJournalIsReadIsNotLostAndNotCountedTwice() throws InterruptedException {
    earlier();
    try (Journal journal = Journal.open(folder, timers)) {
      Histories histories = new Histories(journal, timers);
      daemon(journal, "daemon start");
      start(journal, "web");
      passes(60);
      lose(journal, "web");
      comeBack(journal, "web");
      journal.await();
      assertThat(histories.onto(status("web"))).isEqualTo(status("web"));

      histories.begin();
      Await.until("the journal is read", histories::isComplete);

      assertThat(histories.onto(status("web")).reconnects()).isEqualTo(2);
    }
  }

  @Test
  void aFailureOfNowHoldsOverOneOfBefore() {
    earlier();
    Failure now = new Failure(FailureKind.FORBIDDEN, "no");
    try (Journal journal = Journal.open(folder, timers)) {
      ServiceStatus web =
          read(journal, timers)
              .onto(ServiceStatusBuilder.builder(status("web")).lastError(now).build());

      assertThat(web.lastError()).isEqualTo(now);
    }
  }

  @Test
  void aServiceOfWhichNothingIsKnownHasRecoveredFromNothing() {
    try (Journal journal = Journal.open(folder, timers)) {
      ServiceStatus web = read(journal, timers).onto(status("new"));

      assertThat(web.availability24h()).isNull();
      assertThat(web.recovery()).isEqualTo(Recovery.NONE);
    }
  }

  @Test
  void aJournalThatCannotBeReadLetsHistoryBeginNow() throws IOException, InterruptedException {
    Files.createDirectories(folder.resolve("0000000000000000001.jsonl"));
    try (Journal journal = Journal.open(folder, timers)) {
      Histories histories = read(journal, timers);

      assertThat(histories.onto(status("web")).reconnects()).isZero();
      assertThat(histories.isAnyWanted()).isFalse();
    }
  }

  @Test
  void aQueryTellsServicesApart() throws IOException, InterruptedException {
    earlier();
    try (Journal journal = Journal.open(folder, timers)) {
      Histories histories = read(journal, timers);
      daemon(journal, "daemon start");
      start(journal, "db");

      assertThat(histories.query(ALL).contexts())
          .extracting(each -> each.context())
          .containsExactly("dev");
      assertThat(histories.query(ALL).services())
          .extracting(each -> each.name())
          .containsExactly("db", "web");
      assertThat(histories.query(new HistoryQuery("web", null, null, ZoneOffset.UTC, 9)).services())
          .singleElement()
          .satisfies(web -> assertThat(web.outages()).hasSize(1));
      assertThat(
              histories.query(new HistoryQuery(null, "prod", null, ZoneOffset.UTC, 9)).services())
          .isEmpty();
    }
  }

  @Test
  void aQueryHasTheNewestOutagesAndSaysHowManyThereAreBesides()
      throws IOException, InterruptedException {
    try (Journal journal = Journal.open(folder, timers)) {
      Histories histories = read(journal, timers);
      start(journal, "web");
      for (int i = 0; i < 5; i++) {
        passes(10);
        lose(journal, "web");
        passes(1);
        comeBack(journal, "web");
      }

      var web =
          histories
              .query(new HistoryQuery("web", null, null, ZoneOffset.UTC, 2))
              .services()
              .getFirst();

      assertThat(web.outages()).hasSize(2);
      assertThat(web.leftOut()).isEqualTo(3);
      var late =
          histories
              .query(
                  new HistoryQuery(
                      "web",
                      null,
                      timers.instant().minus(Duration.ofMinutes(12)),
                      ZoneOffset.UTC,
                      HistoryQuery.MOST))
              .services();
      assertThat(late.getFirst().outages()).hasSize(2);
      assertThat(late.getFirst().leftOut()).isZero();
    }
  }
}
