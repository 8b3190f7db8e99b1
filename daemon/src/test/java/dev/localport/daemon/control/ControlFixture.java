package dev.localport.daemon.control;

import dev.localport.api.ReconnectAttempt;
import dev.localport.api.StatusChange;
import dev.localport.daemon.doctor.Doctor;
import dev.localport.daemon.history.Histories;
import dev.localport.daemon.journal.Journal;
import dev.localport.daemon.journal.Recorder;
import dev.localport.daemon.logs.LogFiles;
import dev.localport.daemon.logs.LogLevels;
import dev.localport.daemon.metrics.Figures;
import dev.localport.daemon.metrics.Metrics;
import dev.localport.daemon.services.ForwardsFixture;
import dev.localport.daemon.services.ServiceWatcher;
import dev.localport.daemon.time.SystemTimers;
import dev.localport.paths.Places;
import dev.localport.rpc.RpcMethods;
import dev.localport.rpc.RpcServer;
import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** All methods of a daemon, over a pod on loopback and a cluster whose knowledge is made up. */
final class ControlFixture implements AutoCloseable {
  final ForwardsFixture daemon;
  final Subscribers subscribers;
  final Control control;

  /** Is open until somebody asks the daemon to end. */
  final CountDownLatch stopped = new CountDownLatch(1);

  private final SystemTimers timers = new SystemTimers();
  private final LogFiles logs;
  private final Metrics metrics;
  final Journal journal;
  private final Journal earlier;

  /** Opens one; its logs are below {@code .local/state/localport} in the folder. */
  ControlFixture(Path folder) throws IOException {
    daemon = new ForwardsFixture(folder);
    Path state = Files.createDirectories(folder.resolve(".local/state/localport"));
    logs =
        LogFiles.open(
            new Places(Map.of("LOCALPORT_HOME", state.toString()), folder, folder, "eve"), null);
    ClusterAnswers clusters = clusters().answers();
    subscribers = new Subscribers(timers);
    daemon.forwards.watch(subscribers);
    journal =
        Journal.open(
            Files.createDirectories(folder.resolve(".local/state/localport/journal")), timers);
    try (Journal before = Journal.open(folder.resolve("earlier"), timers)) {
      StoredHistory.entries().forEach(before::add);
    }
    earlier = Journal.open(folder.resolve("earlier"), timers);
    metrics =
        new Metrics(
            this::figures, () -> daemon.forwards.listing().metrics(), daemon.portHolder, timers);
    EventFeeds feeds = new EventFeeds(journal, timers);
    journal.listen(feeds);
    daemon.forwards.watch(recording(new Recorder(journal, timers)));
    SettingsMethods settings =
        new SettingsMethods(daemon.forwards, daemon.contexts, new LogLevels(logs, null));
    control =
        new Control(
            daemon.forwards,
            new Control.Groups(
                new TestMethod(daemon.forwards, daemon.dialer, daemon.transport, daemon.portHolder),
                new ExplainMethod(
                    clusters, daemon.forwards::statuses, _ -> null, _ -> null, timers),
                new LogMethods(logs, daemon.forwards, journal),
                new PodLogMethod(
                    daemon.forwards, daemon.contexts, daemon.clusters, timers, () -> 0.5),
                new TargetMethods(daemon.contexts),
                new LoginMethod(
                    daemon.contexts, daemon.forwards::statuses, daemon.forwards::goodSign),
                new ClusterMethods(clusters, daemon.forwards::statuses),
                new SubscribeMethod(subscribers, feeds, clusters),
                new EventMethods(journal, daemon.forwards::statuses),
                settings,
                new ConnectionMethods(settings, daemon.forwards, clusters),
                new HistoryMethod(histories(), daemon.forwards),
                new DoctorMethod(
                    new Doctor(
                        daemon.contexts,
                        daemon.portHolder,
                        timers,
                        daemon.forwards::statuses,
                        daemon.dialer::whyNoBetter)),
                metrics),
            _ -> stopped.countDown(),
            daemon.forwards::notes);
  }

  private Figures figures() {
    return new Figures(
        daemon.forwards.statuses(),
        List.of(),
        daemon.forwards.operationResults(),
        journal.figures(),
        Map.of());
  }

  /** Of a journal in which an earlier daemon told of a service that this one does not know. */
  private Histories histories() {
    Histories histories = new Histories(earlier, timers);
    histories.begin();
    Await.until("the journal is read", histories::isComplete);
    daemon.forwards.remember(histories::onto);
    return histories;
  }

  private static ServiceWatcher recording(Recorder recorder) {
    return new ServiceWatcher() {
      @Override
      public void onChange(StatusChange change) {
        recorder.changed(change);
      }

      @Override
      public void onRetry(ReconnectAttempt attempt) {
        recorder.retry(attempt);
      }
    };
  }

  private static FakeClusters clusters() {
    FakeClusters clusters = new FakeClusters().with(ClusterSamples.cluster("dev", 1));
    clusters.pods.add(ClusterSamples.pod("dev", "shop", "web-1"));
    clusters.events.put(
        "dev", List.of(ClusterSamples.event("Warning", "BackOff", "shop", "pod/web-1", 30)));
    return clusters;
  }

  /** Serves methods, in which a bug is the test's failure. */
  static RpcServer serve(Path socket, RpcMethods methods) throws IOException {
    return RpcServer.open(
        socket,
        methods,
        _ -> true,
        (method, bug) -> {
          throw new AssertionError(method, bug);
        });
  }

  /** Waits until somebody hears of everything. */
  void awaitSubscriber() {
    Await.until("somebody has subscribed", () -> !subscribers.isEmpty());
  }

  @Override
  public void close() {
    metrics.close();
    daemon.close();
    journal.close();
    earlier.close();
    logs.close();
    timers.close();
  }
}
