package dev.localport.daemon;

import dev.localport.api.Version;
import dev.localport.daemon.cluster.ClusterHealthManager;
import dev.localport.daemon.control.ClusterAnswers;
import dev.localport.daemon.control.ClusterMethods;
import dev.localport.daemon.control.ConnectionMethods;
import dev.localport.daemon.control.Control;
import dev.localport.daemon.control.DoctorMethod;
import dev.localport.daemon.control.EventFeeds;
import dev.localport.daemon.control.EventMethods;
import dev.localport.daemon.control.ExplainMethod;
import dev.localport.daemon.control.HistoryMethod;
import dev.localport.daemon.control.LogMethods;
import dev.localport.daemon.control.LoginMethod;
import dev.localport.daemon.control.PodLogMethod;
import dev.localport.daemon.control.SettingsMethods;
import dev.localport.daemon.control.SubscribeMethod;
import dev.localport.daemon.control.Subscribers;
import dev.localport.daemon.control.TargetMethods;
import dev.localport.daemon.control.TestMethod;
import dev.localport.daemon.doctor.Doctor;
import dev.localport.daemon.forward.ForwardParts;
import dev.localport.daemon.forward.upstream.PodDialer;
import dev.localport.daemon.history.Alive;
import dev.localport.daemon.history.Histories;
import dev.localport.daemon.history.LastDaemon;
import dev.localport.daemon.history.MachineClock;
import dev.localport.daemon.host.Descriptors;
import dev.localport.daemon.host.FileChanges;
import dev.localport.daemon.host.MachineWatch;
import dev.localport.daemon.host.PortHolder;
import dev.localport.daemon.journal.Journal;
import dev.localport.daemon.journal.Recorder;
import dev.localport.daemon.kube.KeptContexts;
import dev.localport.daemon.kube.KubeCluster;
import dev.localport.daemon.kube.KubeContexts;
import dev.localport.daemon.logs.LogFiles;
import dev.localport.daemon.logs.LogLevels;
import dev.localport.daemon.logs.OldLogs;
import dev.localport.daemon.metrics.Figures;
import dev.localport.daemon.metrics.Metrics;
import dev.localport.daemon.net.Transport;
import dev.localport.daemon.notify.Hook;
import dev.localport.daemon.notify.Notifier;
import dev.localport.daemon.services.FileNotifications;
import dev.localport.daemon.services.Forwards;
import dev.localport.daemon.services.Listing;
import dev.localport.daemon.state.NewerStateException;
import dev.localport.daemon.state.StateFile;
import dev.localport.daemon.time.Stopwatch;
import dev.localport.daemon.time.SystemTimers;
import dev.localport.daemon.time.Timers;
import dev.localport.daemon.tunnel.SessionDialer;
import dev.localport.paths.PathProblem;
import dev.localport.paths.Places;
import dev.localport.paths.PrivateFolder;
import dev.localport.paths.TrustedFiles;
import dev.localport.rpc.RpcLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All parts of the daemon, started in order and stopped in reverse.
 *
 * <p>Over 300 lines, since their order is the one thing that is decided here.
 */
final class Daemon implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Daemon.class);
  private static final int EVENT_LOOPS = 2;
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Closing closing = new Closing();
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile Runnable reload = () -> {};

  private Daemon() {}

  /**
   * Starts the daemon of a state folder; it answers when this returns.
   *
   * @param logLevel a level's name, or null for info
   * @param predecessor ends the daemon that runs, if this one is to take its place
   * @throws AlreadyRunningException if another one holds the folder's lock
   * @throws NewerStateException if the folder's state was written by a newer version
   */
  static Daemon start(Places places, @Nullable String logLevel, Predecessor predecessor)
      throws IOException, PathProblem, AlreadyRunningException, NewerStateException {
    Daemon daemon = new Daemon();
    boolean complete = false;
    try {
      daemon.open(places, logLevel, predecessor);
      complete = true;
      return daemon;
    } finally {
      if (!complete) {
        daemon.close();
      }
    }
  }

  /*
   * What needs no lock comes first: while it is made, a predecessor still forwards. What is closed
   * between its last forward and its lock, and from there to our first port, is time in which
   * ports are refused.
   */
  private void open(Places places, @Nullable String logLevel, Predecessor predecessor)
      throws IOException, PathProblem, AlreadyRunningException, NewerStateException {
    List<String> opening = closed(places.stateFolder());
    PrivateFolder.create(places.logsFolder());
    LogFiles logs = closing.later(LogFiles.open(places, logLevel));
    opening.forEach(note -> log.atWarn().addKeyValue("note", note).log("state folder closed"));
    SystemTimers timers = closing.later(new SystemTimers());
    Descriptors descriptors = Descriptors.ofProcess();
    Transport transport = Transport.open(EVENT_LOOPS, descriptors::hasRoom);
    closing.later(() -> transport.close(GRACE));
    KubeContexts contexts =
        closing.later(
            new KubeContexts(
                timers, transport, new KeptContexts(places.kubeconfigFolder(), timers)));
    PortHolder portHolder = new PortHolder();
    DoubleSupplier random = () -> ThreadLocalRandom.current().nextDouble();
    Subscribers subscribers = new Subscribers(timers);
    PodDialer dialer = new PodDialer(contexts, new SessionDialer(transport, timers), timers);
    StateFile disk = new StateFile(places.stateFile());
    Duration patience = predecessor.end(places, disk);
    SocketUpkeep reachability =
        closing.later(SocketUpkeep.claim(places, timers.instant(), patience));

    Journal journal = closing.later(Journal.open(places.journalFolder(), timers));
    EventFeeds feeds = new EventFeeds(journal, timers);
    journal.listen(feeds);
    Recorder recorder = new Recorder(journal, timers);
    Histories histories = new Histories(journal, timers);
    closing.later(remember(places, timers, journal, histories, recorder));
    recorder.daemonStarted(Version.current());
    ClusterHealthManager clusters =
        closing.later(
            new ClusterHealthManager(
                KubeCluster::reads,
                timers,
                random,
                now -> {
                  subscribers.onHealth(now);
                  recorder.cluster(now);
                }));
    ForwardParts parts =
        new ForwardParts(dialer, contexts, clusters, transport, timers, portHolder, random);
    Forwards forwards =
        closing.later(new Forwards(parts, disk, new TrustedFiles(places.trustFile()), GRACE));
    closing.later(recorder::daemonStopped);
    forwards.watch(subscribers);
    forwards.watch(new Recording(recorder));
    Notifier notifier =
        closing.later(
            new Notifier(
                () -> hooks(forwards.listing()), journal::add, timers, new Stopwatch()::elapsed));
    journal.listen(notifier);
    forwards.remember(histories::onto);
    forwards.journal(journal::add);
    forwards.restore();
    OldLogs _ = closing.later(new OldLogs(logs, timers, name -> forwards.listing().mayHave(name)));
    LogLevels logLevels = LogLevelSetting.follow(forwards, logs, logLevel);
    forwards.onSettings(recorder::setting);
    Runnable credentialsChanged =
        () -> {
          clusters.kubeconfigChanged();
          forwards.goodSign();
        };
    KubeconfigWatch kubeconfigs =
        closing.later(
            new KubeconfigWatch(
                () ->
                    Stream.concat(
                        forwards.listing().kubeconfigs().stream(), contexts.namedFiles().stream()),
                credentialsChanged));
    contexts.afterOpening(kubeconfigs::watchSoon);
    FileChanges changes =
        closing.later(
            new FileChanges(
                file -> forwards.readersOf(file).forEach(each -> reload(forwards, each))));
    Metrics metrics =
        closing.later(
            new Metrics(
                () ->
                    new Figures(
                        forwards.statuses(),
                        clusters.figures(),
                        forwards.operationResults(),
                        journal.figures(),
                        notifier.results()),
                () -> forwards.listing().metrics(),
                portHolder,
                timers));
    forwards.afterLoad(() -> {
      Listing listing = forwards.listing();
      journal.keep(listing.journalKeep());
      notifier.follow();
      changes.watch(forwards.watched());
      kubeconfigs.watch();
      clusters.configurationChanged();
      metrics.follow();
    });
    closing.later(
        new MachineWatch(
            timers,
            System::nanoTime,
            clusters::hosts,
            new MachineWatch.Listener() {
              @Override
              public void onChange(String what) {
                dialer.proveAll();
                clusters.suspectAll();
                forwards.goodSign();
              }

              @Override
              public void onWake(Duration away) {
                recorder.machineSlept(away);
              }

              @Override
              public void onAddresses() {
                forwards.goodSign(); // one may wait for the address that it is to listen on
              }
            }));

    ClusterAnswers answers =
        new ClusterAnswers(
            clusters,
            () -> dialer.turns().onto(histories.onto(clusters.statuses())),
            clusters::refresh,
            clusters::refreshEvents);
    SettingsMethods settings = new SettingsMethods(forwards, contexts, logLevels);
    Control control =
        new Control(
            forwards,
            new Control.Groups(
                new TestMethod(forwards, dialer, transport, portHolder),
                new ExplainMethod(
                    answers, forwards::statuses, forwards::lender, forwards::writtenIn, timers),
                new LogMethods(logs, forwards, journal),
                new PodLogMethod(forwards, contexts, clusters, timers, random),
                new TargetMethods(contexts),
                new LoginMethod(contexts, forwards::statuses, credentialsChanged),
                new ClusterMethods(answers, forwards::statuses),
                new SubscribeMethod(subscribers, feeds, answers),
                new EventMethods(journal, forwards::statuses),
                settings,
                new ConnectionMethods(settings, forwards, answers),
                new HistoryMethod(histories, forwards),
                new DoctorMethod(
                    new Doctor(
                        contexts, portHolder, timers, forwards::statuses, dialer::whyNoBetter)),
                metrics),
            replaced -> {
              reachability.handOver(replaced);
              if (replaced) {
                forwards.handOver();
              }
              asked.countDown();
            },
            () ->
                Stream.of(
                        opening,
                        forwards.notes(),
                        journal.notes(),
                        metrics.notes(),
                        notifier.notes(),
                        reachability.notes(),
                        descriptors.notes())
                    .flatMap(List::stream)
                    .toList());
    SocketUpkeep.Actions onLoss =
        new SocketUpkeep.Actions(
            () -> {
              logs.reopen();
              forwards.saveAgain();
            },
            asked::countDown);
    closing.later(reachability.open(control.methods(), RpcLimits.of(descriptors.limit()), onLoss));
    reload = () -> forwards.listing().reloadable().forEach(file -> reload(forwards, file));
    log.atInfo().addKeyValue("version", Version.current()).log("daemon started");
  }

  /** Notes how the last daemon ended, and continues with what it knew. */
  private static Alive remember(
      Places places, Timers timers, Journal journal, Histories histories, Recorder recorder) {
    MachineClock machine = MachineClock.ofThisMachine(System::nanoTime);
    Alive alive = new Alive(places.journalFolder(), timers, machine);
    LastDaemon.record(alive, machine, journal.lastAt(), timers.instant(), recorder);
    histories.begin();
    alive.begin(histories::isAnyWanted);
    journal.listen(_ -> alive.wake());
    return alive;
  }

  /** Takes the state folder; returns what the user should know about it. */
  private static List<String> closed(Path folder) throws PathProblem {
    return PrivateFolder.create(folder)
        ? List.of(
            "others could write to %s until the daemon started; everything in it is yours, and LocalPort closed it (mode 0700)"
                .formatted(folder))
        : List.of();
  }

  private static List<Hook> hooks(Listing listing) {
    List<Hook> hooks = new ArrayList<>();
    for (FileNotifications each : listing.notifications()) {
      each.entries()
          .forEach(entry -> hooks.add(new Hook(each.file(), entry, each.shell()::variables)));
    }
    return hooks;
  }

  private static void reload(Forwards forwards, String file) {
    try {
      var _ = forwards.reload(file); // what became of it is in the log and in the notes
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the daemon ends
    }
  }

  /** Reads all files again, as {@code localport daemon reload} does; SIGHUP asks for it. */
  void reload() {
    log.atInfo().addKeyValue("signal", "HUP").log("configuration reload requested");
    reload.run();
  }

  /** Waits until the daemon is asked to end. */
  void awaitEnd() throws InterruptedException {
    asked.await();
  }

  /**
   * Asks the daemon to end and waits until it has, at most so long that a signal is not ignored.
   */
  void endAndWait() {
    asked.countDown();
    try {
      var _ = ended.await(2 * GRACE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    log.atInfo().log("daemon stopping");
    closing.close();
    ended.countDown();
  }
}
