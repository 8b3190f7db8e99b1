package dev.localport.daemon.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.localport.api.Caller;
import dev.localport.api.ClusterState;
import dev.localport.api.JournalEntry;
import dev.localport.api.OperationStatus;
import dev.localport.api.PendingOperation;
import dev.localport.api.ServiceStatus;
import dev.localport.api.Waiting;
import dev.localport.daemon.forward.local.LocalClient;
import dev.localport.daemon.state.DesiredState;
import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked of services while their cluster is offline, and when it is back. */
class OperationsOfServicesTest {
  /** What tries before its cluster is back was told to. */
  private static final String RARELY =
      """
          reconnect: {initial_delay: 60s, max_delay: 60s, jitter: 0, max_attempts: 0}
      """;

  private static final Waiting THROUGH = new Waiting(Await.LIMIT, true);

  @TempDir private Path folder;
  private SimulatorFixture fixture;
  private final List<JournalEntry> journal = new CopyOnWriteArrayList<>();

  @BeforeEach
  void open() throws IOException, GeneralSecurityException {
    fixture = SimulatorFixture.watched(folder);
    listen();
  }

  private void listen() {
    fixture.daemon.forwards.journal(entry -> journal.add(entry.build()));
  }

  @AfterEach
  void close() throws IOException {
    fixture.close();
  }

  private Forwards forwards() {
    return fixture.daemon.forwards;
  }

  private static String services(String... names) {
    StringBuilder services = new StringBuilder();
    for (String name : names) {
      services.append(SimulatorFixture.service(name, "deployment/moods", "echo", RARELY));
    }
    return services.toString();
  }

  private void connect(String... names) throws IOException, InterruptedException, LoadException {
    fixture.load(services(names));
    forwards().start(List.of(names));
    for (String name : names) {
      fixture.daemon.await(name, "connected");
    }
  }

  private void takeAway(String... names) throws IOException, InterruptedException, LoadException {
    fixture.cluster.control("away");
    fixture.daemon.suspectClusters(); // the next probe may be half a minute away
    for (String name : names) {
      awaitOffline(name);
    }
  }

  private void awaitOffline(String name) {
    fixture.daemon.await(name, "suspended", service -> "cluster_offline".equals(service.reason()));
  }

  private List<String> listed() {
    return forwards().operations().stream()
        .map(one -> "%s of %s %s".formatted(one.operation(), one.service(), one.state()))
        .toList();
  }

  private OperationStatus last() {
    return forwards().operations().getFirst();
  }

  private DesiredState.Queue onDisk() {
    return fixture.daemon.onDisk().queue();
  }

  @Test
  void aRestartWaitsForTheClusterAndIsDoneWhenItIsConnectedAgain()
      throws IOException, InterruptedException, LoadException {
    connect("web");
    takeAway("web");

    forwards().restart(List.of("web"));

    ServiceStatus web = fixture.status();
    PendingOperation pending = Objects.requireNonNull(web.pending());
    assertThat(pending.operation()).isEqualTo("restart");
    assertThat(web.reason()).isEqualTo("cluster_offline");
    assertThat(onDisk().pending())
        .extracting(OperationStatus::id, OperationStatus::service)
        .containsExactly(tuple(pending.id(), "web"));

    fixture.cluster.control("back");
    forwards().awaitSettled(List.of("web"), THROUGH);

    assertThat(fixture.status().state()).isEqualTo("connected");
    assertThat(fixture.status().pending()).isNull();
    assertThat(listed()).containsExactly("restart of web done", "start of web done");
    assertThat(last().appliedAt()).isBetween(last().since(), last().endedAt());
    assertThat(journal)
        .extracting(JournalEntry::detail, JournalEntry::state)
        .containsExactly(tuple("restart 2", "pending"), tuple("restart 2", "done"));
    Await.until("it is not on disk any more", () -> onDisk().pending().isEmpty());
    assertThat(onDisk().last()).isEqualTo(2);
  }

  @Test
  void aStartOnAnOfflineClusterHoldsConnectionsUntilItIsDone()
      throws IOException, InterruptedException, LoadException {
    connect("web");
    takeAway("web");
    fixture.load(services("web", "late"));

    forwards().start(List.of("late"));
    forwards().awaitSettled(List.of("late"), Await.LIMIT);

    ServiceStatus late = fixture.daemon.status("late");
    assertThat(Objects.requireNonNull(late.pending()).operation()).isEqualTo("start");
    try (LocalClient client = fixture.daemon.connect("late")) {
      client.send("early");
      fixture.cluster.control("back");
      assertThat(client.read(5)).isEqualTo("early");
    }
    fixture.daemon.await("late", "done", service -> service.pending() == null);
    assertThat(listed()).contains("start of late done");
  }

  @Test
  void aStartThatFindsItsClusterOfflineNamesItsOperation()
      throws IOException, InterruptedException, LoadException {
    fixture.load(services("web"));
    fixture.cluster.control("away");

    forwards().start(List.of("web"));
    forwards().awaitSettled(List.of("web"), Await.LIMIT);
    awaitOffline("web");

    assertThat(Objects.requireNonNull(fixture.status().pending()).operation()).isEqualTo("start");
  }

  @Test
  void aStopIsDoneAtOnceAndSupersedesWhatWaits()
      throws IOException, InterruptedException, LoadException {
    connect("web");
    takeAway("web");
    forwards().reconnect(List.of("web"));

    forwards().stop(List.of("web"));

    assertThat(listed())
        .containsExactly("stop of web done", "reconnect of web superseded", "start of web done");
    assertThat(onDisk().pending()).isEmpty();
    fixture.cluster.control("back");
    assertThat(fixture.status().state()).isEqualTo("stopped");
  }

  @Test
  void aCanceledStartIsStoppedAndACanceledRestartGoesOn()
      throws IOException, InterruptedException, LoadException {
    connect("web");
    takeAway("web");
    fixture.load(services("web", "late"));
    forwards().start(List.of("late"));
    forwards().restart(List.of("web"));
    long start = Objects.requireNonNull(fixture.daemon.status("late").pending()).id();
    long restart = Objects.requireNonNull(fixture.status().pending()).id();

    assertThat(Objects.requireNonNull(forwards().cancel(start)).state()).isEqualTo("canceled");
    assertThat(Objects.requireNonNull(forwards().cancel(restart)).state()).isEqualTo("canceled");

    assertThat(forwards().cancel(restart)).isNull();
    assertThat(fixture.daemon.status("late").state()).isEqualTo("stopped");
    assertThat(fixture.status().pending()).isNull();
    assertThat(fixture.daemon.onDisk().wanted())
        .extracting(DesiredState.Wanted::name)
        .containsExactly("web");
    fixture.cluster.control("back");
    fixture.await("connected");
  }

  @Test
  void aReloadThatRemovesAServiceDropsItsOperation()
      throws IOException, InterruptedException, LoadException {
    connect("web", "api");
    takeAway("web", "api");
    forwards().restart(List.of("web", "api"));

    fixture.load(services("api"));

    assertThat(listed()).startsWith("restart of api pending", "restart of web canceled");
    assertThat(journal.getLast().cause())
        .isEqualTo(
            folder.resolve("localport.yaml") + " no longer has the service, or has disabled it");
    assertThat(onDisk().pending()).extracting(OperationStatus::service).containsExactly("api");
  }

  @Test
  void theyAreThereAfterAKillAndAppliedOnceInTheOrderOfTheirNumbers()
      throws IOException, InterruptedException, LoadException {
    connect("a", "b", "c");
    takeAway("a", "b", "c");
    forwards().restart(List.of("c"));
    forwards().reconnect(List.of("a"));
    forwards().restart(List.of("b"));
    DesiredState.Queue before = onDisk();

    fixture.daemon.startAnew();
    listen();

    assertThat(forwards().operations()).isEqualTo(before.pending());
    for (String name : List.of("a", "b", "c")) {
      awaitOffline(name);
    }
    journal.clear();
    fixture.cluster.control("back");
    forwards().awaitSettled(List.of("a", "b", "c"), THROUGH);

    assertThat(journal).extracting(JournalEntry::state).containsOnly("done").hasSize(3);
    for (String name : List.of("a", "b", "c")) {
      assertThat(fixture.daemon.status(name).reconnects()).as(name).isZero();
      fixture.daemon.assertServes(name);
    }
  }

  @Test
  void operationsOfAFileThatIsNotLoadedYetAreKept()
      throws IOException, InterruptedException, LoadException {
    connect("web");
    takeAway("web");
    forwards().restart(List.of("web"));
    DesiredState.Queue before = onDisk();
    String whole = Files.readString(folder.resolve("localport.yaml"));
    Files.writeString(folder.resolve("localport.yaml"), "services: [");

    fixture.daemon.startAnew();
    assertThat(forwards().operations()).isEqualTo(before.pending());
    assertThat(onDisk()).isEqualTo(before);

    Files.writeString(folder.resolve("localport.yaml"), whole);
    fixture.cluster.control("back");
    forwards()
        .load(
            DesiredState.Source.of(folder.resolve("localport.yaml").toString(), new Caller(null)));
    forwards().awaitSettled(List.of("web"), THROUGH);
    assertThat(listed()).containsExactly("restart of web done");
  }

  @Test
  void aConnectedServiceKeepsItsSessionUntilItsClusterIsBack()
      throws IOException, InterruptedException, LoadException {
    fixture.daemon.failureThreshold = 1;
    fixture.load(services("web") + "    heartbeat: {interval: 5m, timeout: 1m}\n");
    forwards().start(List.of("web"));
    fixture.await("connected");
    try (LocalClient busy = fixture.daemon.connect("web")) {
      busy.send("busy");
      assertThat(busy.read(4)).isEqualTo("busy");
      fixture.cluster.control("black-hole?on=true");
      fixture.daemon.suspectClusters();
      Await.until(
          "offline", () -> fixture.daemon.clusters().getFirst().state() == ClusterState.OFFLINE);

      forwards().restart(List.of("web"));
      assertThat(fixture.status().state()).isEqualTo("connected");
      assertThat(fixture.status().pending()).isNotNull();
      assertThat(fixture.status().reconnects()).isZero();

      fixture.cluster.control("black-hole?on=false");
      forwards().awaitSettled(List.of("web"), THROUGH);
      assertThat(fixture.status().reconnects()).isEqualTo(1);
      assertThat(listed()).startsWith("restart of web done");
      busy.send("still");
      assertThat(busy.read(5)).isEqualTo("still");
    }
  }
}
