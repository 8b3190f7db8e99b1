package dev.localport.daemon.operations;

import static dev.localport.api.OperationKind.RECONNECT;
import static dev.localport.api.OperationKind.RESTART;
import static dev.localport.api.OperationKind.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.api.JournalEntry;
import dev.localport.api.OperationKind;
import dev.localport.api.OperationStatus;
import dev.localport.api.PendingOperation;
import dev.localport.daemon.state.DesiredState;
import dev.localport.daemon.time.ManualTimers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OperationsTest {
  private final ManualTimers timers = new ManualTimers();
  private final Operations operations = new Operations(timers);
  private final List<JournalEntry> journal = new ArrayList<>();

  @BeforeEach
  void listen() {
    operations.journal(entry -> journal.add(entry.build()));
  }

  private List<String> written() {
    return journal.stream().map(entry -> entry.detail() + " " + entry.state()).toList();
  }

  private List<String> listed() {
    return operations.list().stream()
        .map(one -> "%d %s %s %s".formatted(one.id(), one.operation(), one.service(), one.state()))
        .toList();
  }

  @Test
  void whatTheClusterIsThereForIsDoneWithTheNextConnection() {
    long id = operations.begin(RESTART, "web", "dev");
    assertThat(operations.up("web", "dev")).as("it was up before it was told").isFalse();
    operations.heard(id);
    timers.advance(Duration.ofSeconds(2));

    assertThat(operations.up("web", "dev")).isTrue();
    assertThat(listed()).containsExactly("1 restart web done");
    assertThat(written()).as("it did not wait").isEmpty();
  }

  @Test
  void everyOperationIsCountedByItsKindAndEnd() {
    operations.begin(START, "web", "dev");
    assertThat(operations.up("web", "dev")).isTrue();
    operations.queue(RESTART, "web", "dev", true);
    long last = operations.queue(RECONNECT, "web", "dev", true);
    assertThat(Objects.requireNonNull(operations.results().get(RECONNECT)).values())
        .as("it is pending")
        .containsOnly(0L);
    assertThat(operations.cancel(last)).isNotNull();

    assertThat(operations.results())
        .containsOnlyKeys(OperationKind.values())
        .containsEntry(START, Map.of("done", 1L, "superseded", 0L, "canceled", 0L))
        .containsEntry(RESTART, Map.of("done", 0L, "superseded", 1L, "canceled", 0L))
        .containsEntry(RECONNECT, Map.of("done", 0L, "superseded", 0L, "canceled", 1L));
  }

  @Test
  void aServiceThatIsUpIsToldWhenItsClusterIsBackAndOnce() {
    long id = operations.queue(RESTART, "web", "dev", true);
    assertThat(operations.up("web", "dev")).as("its session is older").isFalse();
    timers.advance(Duration.ofSeconds(2));

    assertThat(operations.back("web")).isEqualTo(new Operations.Told(id, RESTART));
    assertThat(operations.back("web")).as("back again before it was connected").isNull();
    operations.heard(id);

    assertThat(operations.up("web", "dev")).isTrue();
    assertThat(written()).containsExactly("restart 1 pending", "restart 1 done");
    assertThat(journal.getLast().duration()).isEqualTo(Duration.ofSeconds(2));
    assertThat(operations.list().getFirst().appliedAt()).isEqualTo(timers.instant());
  }

  @Test
  void aStartConnectsByItselfWhenItsClusterIsBack() {
    operations.begin(START, "web", null);
    operations.offline("web", "dev");
    assertThat(operations.pending())
        .containsExactly(Map.entry("web", new PendingOperation(1, "start", timers.instant())));

    assertThat(operations.back("web")).isNull();
    assertThat(operations.up("web", "dev")).isTrue();
    assertThat(operations.list().getFirst().context()).isEqualTo("dev");
  }

  @Test
  void aReconnectIsDoneWhenTheServiceIsConnectedBeforeItsClusterIsBack() {
    operations.queue(RECONNECT, "web", "dev", false);

    assertThat(operations.up("web", "dev")).isTrue();
    assertThat(operations.back("web")).isNull();
  }

  @Test
  void whatFailsAfterTheReturnKeepsItsPlace() {
    long first = operations.queue(RECONNECT, "web", "dev", false);
    operations.queue(RECONNECT, "api", "dev", false);
    var _ = operations.back("web");
    operations.heard(first);
    operations.offline("web", "dev");

    assertThat(listed()).containsExactly("1 reconnect web pending", "2 reconnect api pending");
    assertThat(operations.back("web")).isNull();
  }

  @Test
  void aLaterOneTakesThePlaceOfAnEarlierOneOnTheSameService() {
    operations.queue(START, "web", "dev", false);
    operations.queue(RESTART, "api", "dev", true);
    operations.queue(RESTART, "web", "dev", false);

    assertThat(listed())
        .containsExactly(
            "2 restart api pending", "3 restart web pending", "1 start web superseded");
    assertThat(operations.status(1))
        .extracting(OperationStatus::cause)
        .isEqualTo("superseded by restart (operation 3)");
  }

  @Test
  void aStopIsDoneAtOnceAndTakesThePlaceOfWhatWaits() {
    operations.queue(RECONNECT, "web", "dev", false);
    operations.stop("web", "dev");

    assertThat(operations.pending()).isEmpty();
    assertThat(written()).containsExactly("reconnect 1 pending", "reconnect 1 superseded");
    assertThat(operations.up("web", "dev")).isFalse();
  }

  @Test
  void whatIsCanceledIsGone() {
    operations.queue(RESTART, "web", "dev", true);

    assertThat(operations.cancel(7)).isNull();
    assertThat(Objects.requireNonNull(operations.cancel(1)).state()).isEqualTo("canceled");
    assertThat(operations.cancel(1)).isNull();
    assertThat(operations.back("web")).isNull();
    assertThat(written()).containsExactly("restart 1 pending", "restart 1 canceled");
  }

  @Test
  void whoseServiceIsGoneIsDroppedWithTheReason() {
    operations.queue(RESTART, "web", "dev", true);
    operations.queue(RESTART, "api", "dev", true);

    operations.retain(Set.of("api"), "localport.yaml no longer has the service");

    assertThat(listed()).containsExactly("2 restart api pending", "1 restart web canceled");
    assertThat(journal.getLast().cause()).isEqualTo("localport.yaml no longer has the service");
  }

  @Test
  void aThousandWaitAndTheNextOneIsRefused() {
    List<String> names =
        IntStream.range(0, Operations.MOST).mapToObj(number -> "s" + number).toList();
    operations.requireRoom(names);
    names.forEach(name -> operations.queue(RESTART, name, "dev", true));

    operations.requireRoom(List.of("s7", "s7"));
    assertThat(operations.hasRoom()).isFalse();
    assertThatThrownBy(() -> operations.requireRoom(List.of("s7", "late")))
        .isInstanceOf(FullQueueException.class)
        .hasMessage(
            "the queue of operations is full: at most 1,000 can wait for their clusters. Nothing"
                + " was done; cancel some: localport operations list, localport operations"
                + " cancel ID");
    assertThat(operations.pending()).hasSize(1000);
  }

  @Test
  void aStartThatFindsItsClusterOfflineAndTheQueueFullIsNoPartOfIt() {
    Operations small = new Operations(timers, 1);
    small.queue(RESTART, "web", "dev", true);
    small.begin(START, "late", "dev");
    small.offline("late", "dev");
    assertThat(small.find("late")).isNull();

    var _ = small.cancel(1);
    small.offline("late", "dev");

    assertThat(small.find("late")).isEqualTo(2);
  }

  @Test
  void theLastHundredThatEndedAreRemembered() {
    for (int i = 0; i < 150; i++) {
      operations.stop("web", "dev");
    }

    assertThat(operations.list()).hasSize(Operations.ENDED);
    assertThat(operations.list().getFirst().id()).isEqualTo(150);
    assertThat(operations.status(50)).isNull();
  }

  @Test
  void numbersGrowAndWhatWaitsIsThereAgainAfterARestart() {
    operations.queue(RESTART, "web", "dev", true);
    operations.queue(START, "of-a-command", "dev", false);
    operations.stop("api", "dev");
    DesiredState.Queue kept = operations.kept(List.of("web", "api"));

    Operations next = new Operations(timers);
    next.restore(kept);

    assertThat(next.list()).containsExactlyElementsOf(kept.pending());
    assertThat(next.back("web")).as("its forward is new").isNull();
    assertThat(next.begin(START, "api", null)).isEqualTo(4);
    assertThat(next.up("web", "dev")).isTrue();
  }

  @Test
  void anOperationOfANewerVersionIsLeftOut() {
    operations.restore(
        new DesiredState.Queue(
            7,
            List.of(
                new OperationStatus(
                    7, "drain", "web", null, "pending", Instant.EPOCH, null, null, null))));

    assertThat(operations.list()).isEmpty();
    assertThat(operations.begin(START, "web", null)).isEqualTo(8);
  }

  @Test
  void aForwardThatIsAnotherOneHasNothingToBeTold() {
    operations.queue(RESTART, "web", "dev", true);
    operations.renewed("web");

    assertThat(operations.back("web")).isNull();
    assertThat(operations.up("web", "dev")).isTrue();
  }
}
