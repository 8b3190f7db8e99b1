package dev.localport.daemon.services;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.localport.api.AdHoc;
import dev.localport.api.Caller;
import dev.localport.api.JournalEntryBuilder;
import dev.localport.api.OperationKind;
import dev.localport.api.OperationStatus;
import dev.localport.api.PortStatus;
import dev.localport.api.Selection;
import dev.localport.api.ServiceStatus;
import dev.localport.api.ServiceTrouble;
import dev.localport.api.Setting;
import dev.localport.api.SettingChange;
import dev.localport.api.ShellEnvironment;
import dev.localport.api.Waiting;
import dev.localport.daemon.forward.Forward;
import dev.localport.daemon.forward.ForwardListener;
import dev.localport.daemon.forward.ForwardParts;
import dev.localport.daemon.forward.rules.ForwardState;
import dev.localport.daemon.kube.CurrentContexts;
import dev.localport.daemon.kube.KubeContexts;
import dev.localport.daemon.operations.FullQueueException;
import dev.localport.daemon.settings.SettingConflictException;
import dev.localport.daemon.settings.SettingListener;
import dev.localport.daemon.settings.Settings;
import dev.localport.daemon.state.DesiredState;
import dev.localport.daemon.state.NewerStateException;
import dev.localport.daemon.state.StateFile;
import dev.localport.daemon.state.StateKeeper;
import dev.localport.daemon.time.Timers;
import dev.localport.paths.TrustedFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All services of this daemon and the forwards that run: the one door to them. Thread-safe.
 *
 * <p>Its lock guards memory alone. Waiting for a file, a peer or the end of a forward is done
 * outside of it, and so holds up no other command.
 *
 * <p>Over 300 lines, since every door to that one lock stands in one place.
 */
public final class Forwards implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Forwards.class);

  /** How long a command in the foreground may take to come back to the next daemon. */
  private static final Duration CLAIMS = Duration.ofMinutes(2);

  /** How long an answer may wait for what was asked to begin, however impatient the caller is. */
  private static final Duration TO_BEGIN = Duration.ofSeconds(2);

  private final SourceReader reader;
  private final Shutdowns shutdowns;
  private final KubeContexts contexts;
  private final CurrentContexts current = new CurrentContexts();
  private final Timers timers;
  private final StateKeeper keeper;
  private final Object keeping = new Object();
  private final List<SettingListener> settingListeners = new CopyOnWriteArrayList<>();
  private volatile Runnable loaded = () -> {};
  private volatile UnaryOperator<ServiceStatus> remembered = UnaryOperator.identity();
  private volatile Timers.Waiting claims = () -> {};

  @GuardedBy("this")
  private final Registry registry;

  /**
   * Creates an empty daemon that keeps what is wanted in {@code disk}; {@code trusted} says what
   * files that came along with a folder may do, {@code grace} how long a forward may take to end.
   */
  public Forwards(ForwardParts parts, StateFile disk, TrustedFiles trusted, Duration grace) {
    this.reader = new SourceReader(new Gate(trusted));
    this.shutdowns = new Shutdowns(grace);
    this.contexts = parts.contexts();
    this.timers = parts.timers();
    this.registry = new Registry(parts, shutdowns, new Changes(), this::heard, current);
    this.keeper = new StateKeeper(disk, this::wanted, parts.timers());
  }

  private synchronized DesiredState wanted() {
    return registry.wanted.state();
  }

  /** Has what is wanted be on disk soon, and what is kept of kubeconfigs fit it. */
  private CompletableFuture<Void> keep() {
    keepKubeconfigs();
    return keeper.keep();
  }

  /*
   * Files are written here: so not under the lock that commands wait for. Nor may a caller hold it:
   * here it is taken second.
   */
  private void keepKubeconfigs() {
    synchronized (keeping) { // what is used last is what was asked for last
      Set<String> used;
      synchronized (this) {
        used = registry.wanted.kubeconfigs();
      }
      contexts.use(used);
    }
  }

  /** Makes a change, and waits until what is wanted after it is on disk. */
  private <X extends Exception> void change(Registry.Change<X> change)
      throws X, InterruptedException {
    synchronized (this) {
      change.make(registry);
    }
    keepKubeconfigs();
    var _ = keeper.awaitKept();
  }

  /** What forwards report, on their own threads. */
  private final class Changes implements ForwardListener {
    @Override
    public void onChange(Forward forward, ForwardState before, ForwardState after) {
      synchronized (Forwards.this) {
        Forwards.this.notifyAll();
        registry.changed(forward, before, after);
      }
      var _ = keep(); // no caller was promised that this is on disk
    }

    @Override
    public void onContext(Forward forward) {
      synchronized (Forwards.this) {
        registry.placed(forward);
      }
    }

    @Override
    public void onChecked(Forward forward) {
      synchronized (Forwards.this) {
        Forwards.this.notifyAll(); // a caller may wait for the first result
        registry.checked(forward);
      }
    }

    @Override
    public void onTrouble(Forward forward, ServiceTrouble trouble) {
      synchronized (Forwards.this) {
        registry.troubled(forward, trouble);
      }
    }

    @Override
    public void onClusterBack(Forward forward) {
      synchronized (Forwards.this) {
        registry.asked.clusterBack(forward);
      }
    }

    @Override
    public long turn(Forward forward) {
      synchronized (Forwards.this) {
        return registry.asked.turn(forward);
      }
    }
  }

  /** A forward has acted on an operation. */
  private void heard(Forward forward, long operation) {
    synchronized (this) {
      registry.asked.heard(forward, operation);
      notifyAll(); // a caller may wait for its end
    }
    var _ = keep();
  }

  /** Has each step of an operation be written down; before {@link #restore}. */
  public synchronized void journal(Consumer<JournalEntryBuilder> entries) {
    registry.operations.journal(entries);
  }

  /** Has {@code memory} add to each status what is known from before. Must not block. */
  public void remember(UnaryOperator<ServiceStatus> memory) {
    remembered = memory;
  }

  private List<ServiceStatus> remembered(List<ServiceStatus> services) {
    return services.stream().map(remembered).toList();
  }

  /** Notifies a watcher of all services from now on. */
  public synchronized void watch(ServiceWatcher watcher) {
    registry.owners.watch(watcher);
  }

  /**
   * Comes back to what was wanted when the last daemon ended, however it ended. To be called before
   * anything else. The services of a file that cannot be taken now stay wanted, and begin when it
   * is loaded again. What a newer version kept, and what cannot be read, stays on disk as it is.
   */
  public void restore() throws NewerStateException, IOException {
    DesiredState before = keeper.read();
    restoreSettings(before.settings());
    before.sources().forEach(this::restore);
    synchronized (this) { // all at once: what is kept is never a part of it
      registry.restore(before);
    }
    keepKubeconfigs();
    claims = timers.at(timers.instant().plus(CLAIMS), contexts::dropUnclaimed);
  }

  /* Before any service: each of them takes them when it starts. */
  private synchronized void restoreSettings(List<Setting> settings) {
    for (Setting setting : settings) {
      if (!Settings.isUsable(setting)) {
        log.atWarn()
            .addKeyValue("key", setting.key())
            .addKeyValue("value", setting.value())
            .log("saved setting ignored: it cannot be used");
      }
    }
    Settings usable = new Settings(settings.stream().filter(Settings::isUsable).toList());
    registry.running.hold(usable, registry.catalogue.entries());
  }

  /**
   * Changes what was set, and waits until that is on disk, see {@link #notSaved}. What runs takes
   * it at once and loses no connection.
   *
   * @param edit what is to be of the settings; runs under a lock
   * @return what has changed
   * @throws SettingConflictException if a service cannot take it; then nothing changes
   */
  public List<SettingChange> set(UnaryOperator<Settings> edit)
      throws SettingConflictException, InterruptedException {
    List<SettingChange> changes = new ArrayList<>();
    change(state -> changes.addAll(state.set(edit)));
    if (!changes.isEmpty()) {
      loaded.run();
    }
    for (SettingChange change : changes) {
      log.atInfo()
          .addKeyValue("key", change.key())
          .addKeyValue("value", change.value() == null ? "reset" : change.value())
          .addKeyValue("previous", change.previous() == null ? "none" : change.previous())
          .addKeyValue("for", change.scope().isEmpty() ? "all" : change.scope())
          .log("setting changed");
      settingListeners.forEach(listener -> listener.onSetting(change));
    }
    return changes;
  }

  /** Notifies a listener of each change of a setting from now on. */
  public void onSettings(SettingListener listener) {
    settingListeners.add(listener);
  }

  private void restore(DesiredState.Source source) {
    try {
      LoadedSource read = reader.read(source);
      synchronized (this) {
        registry.put(read);
      }
    } catch (LoadException e) {
      String why = String.valueOf(e.getMessage());
      log.atError().addKeyValue("why", why).log("configuration not loaded");
      synchronized (this) {
        registry.unloaded.add(new UnloadedFiles.Unread(source, why));
      }
    }
  }

  /**
   * Loads a file in the place of what it said before; what did not change runs on untouched.
   *
   * @return notes for the user
   * @throws LoadException if it cannot be taken; then nothing changes
   */
  public List<String> load(DesiredState.Source source) throws LoadException, InterruptedException {
    List<String> notes = new ArrayList<>();
    List<String> forgotten = new ArrayList<>(listing().files());
    try {
      LoadedSource read = reader.read(source, origin(source.file()));
      change(state -> {
        notes.addAll(state.load(read));
        state.owners.tellConfiguration(read.label(), null);
      });
    } catch (LoadException e) {
      if (origin(source.file()) == null) {
        reader.forget(source.file());
      }
      throw e;
    }
    forgotten.removeAll(listing().files());
    forgotten.forEach(reader::forget);
    loaded.run();
    current.want(listing().unplaced());
    return notes;
  }

  /** Runs {@code other} now and whenever a file was taken: files may say something new. */
  public void afterLoad(Runnable other) {
    loaded = other;
    other.run();
  }

  /**
   * Reads a file again, for the shell that loaded it last, and starts what is new in it. One that
   * cannot be used changes nothing, and is reported in {@link #notes} until it can; so is one that
   * was removed.
   *
   * @return why it was not taken, or null
   */
  public @Nullable String reload(String file) throws InterruptedException {
    DesiredState.Source origin = origin(file);
    if (origin == null) {
      return null; // it is not loaded: nothing to do
    }
    String why = null;
    Set<Path> included = reader.included(file);
    try {
      LoadedSource read = reader.read(origin);
      change(state -> state.reload(read));
      loaded.run();
    } catch (LoadException e) {
      why = String.valueOf(e.getMessage());
      if (!included.equals(reader.included(file))) {
        loaded.run(); // what is to be watched is another file now
      }
    }
    if (isNews(file, why)) {
      Reloads.log(file, why);
      if (why == null) {
        logOverridden(file);
      }
    }
    return why;
  }

  /** Returns the files to be watched: those that can be read again, and those that they include. */
  public Set<Path> watched() {
    List<String> files = listing().reloadable();
    Set<Path> watched = new HashSet<>();
    for (String file : files) {
      watched.add(Path.of(file));
      watched.addAll(reader.included(file));
    }
    return watched;
  }

  /** Returns the files to be read again when one has changed: itself, or those that include it. */
  public List<String> readersOf(Path changed) {
    return listing().reloadable().stream()
        .filter(file -> Path.of(file).equals(changed) || reader.included(file).contains(changed))
        .toList();
  }

  private void logOverridden(String file) {
    for (String note : listing().overridden(file)) {
      log.atInfo()
          .addKeyValue("file", file)
          .addKeyValue("note", note)
          .log("a setting overrides the file");
    }
  }

  private synchronized DesiredState.@Nullable Source origin(@Nullable String file) {
    return registry.origin(file);
  }

  private synchronized boolean isNews(String file, @Nullable String why) {
    boolean isNews = registry.reloads.note(file, why);
    if (isNews) {
      registry.owners.tellConfiguration(file, why);
    }
    return isNews;
  }

  /** Starts services that need no consent, as the other method does. */
  public Admission start(List<String> names) throws InterruptedException {
    return start(names, Consent.NOT_GIVEN);
  }

  /**
   * Starts services that may run, or none of them where one must be confirmed; those that run
   * already continue. That they are wanted is on disk then.
   */
  public Admission start(List<String> names, Consent consent) throws InterruptedException {
    List<Admission> admission = new ArrayList<>();
    change(state -> admission.add(state.start(names, null, consent)));
    return admission.getFirst();
  }

  /**
   * Starts services for an owner, as the other method does: each ends with the last of its owners.
   * One that runs by itself continues to do so. What is bound is not kept on disk.
   */
  public synchronized Admission start(List<String> names, Consent consent, Owner owner) {
    return registry.start(names, owner, consent);
  }

  /**
   * As the other methods, of services that {@code file} has: a file that was loaded since then may
   * have the same names.
   *
   * @param owner null: they run by themselves from now on
   * @param file null: whichever file has them
   * @throws LoadException if the file is no longer loaded; then nothing changes
   */
  public Admission start(
      List<String> names, Consent consent, @Nullable Owner owner, @Nullable String file)
      throws LoadException, InterruptedException {
    if (owner != null) {
      synchronized (this) {
        registry.requireLoaded(file);
        return registry.start(names, owner, consent);
      }
    }
    List<Admission> admission = new ArrayList<>();
    change(state -> {
      state.requireLoaded(file);
      admission.add(state.start(names, null, consent));
    });
    return admission.getFirst();
  }

  /**
   * Starts what a command describes, or nothing of it where a service must be confirmed. Each
   * configuration is the same again by itself: it means the same services then, and one whose name
   * is taken gets another.
   *
   * @param owner with whom they end; null: they run by themselves from now on
   * @return the services that run now, by the names that they got
   * @throws LoadException if one is wrong; then none starts
   */
  public Admission start(
      List<AdHoc> configurations, Caller caller, Consent consent, @Nullable Owner owner)
      throws LoadException {
    List<CommandLine> commandLines = new ArrayList<>();
    for (AdHoc one : configurations) {
      DesiredState.Source source = new DesiredState.Source(null, one.text(), caller, null);
      commandLines.add(new CommandLine(reader.read(source), one.before()));
    }
    Admission started;
    synchronized (this) {
      started = registry.startDescribed(commandLines, owner, consent);
    }
    keepKubeconfigs();
    loaded.run();
    return started;
  }

  /**
   * Gives services that run new sessions, to other pods where there are some; those whose cluster
   * is offline get them when it is back. That they wait is on disk then.
   *
   * @throws FullQueueException if not all that have to wait can; then nothing has begun
   */
  public void restart(List<String> names) throws InterruptedException {
    again(OperationKind.RESTART, names);
  }

  /**
   * Makes services that run try again now, whatever they wait for; as the other method where a
   * cluster is offline.
   *
   * @throws FullQueueException if not all that have to wait can; then nothing has begun
   */
  public void reconnect(List<String> names) throws InterruptedException {
    again(OperationKind.RECONNECT, names);
  }

  private void again(OperationKind kind, List<String> names) throws InterruptedException {
    boolean waits;
    synchronized (this) {
      waits = registry.again(kind, names);
    }
    CompletableFuture<Void> kept = keep();
    if (waits) {
      awaitDone(kept);
    }
  }

  /** Returns the operations that are pending, in order, and then the last that have ended. */
  public synchronized List<OperationStatus> operations() {
    return registry.operations.list();
  }

  /** Returns how many operations have ended since the daemon started, by kind and end. */
  public synchronized Map<OperationKind, Map<String, Long>> operationResults() {
    return registry.operations.results();
  }

  /** Returns whether no other operation can wait for its cluster. */
  public synchronized boolean isQueueFull() {
    return !registry.operations.hasRoom();
  }

  /** Returns an operation that this daemon knows; null for another number. */
  public synchronized @Nullable OperationStatus operation(long id) {
    return registry.operations.status(id);
  }

  /**
   * Gives up a pending operation; a service whose start it was is stopped, and its ports are free.
   *
   * @return how it ended; null where none is pending under that number
   */
  public @Nullable OperationStatus cancel(long id) throws InterruptedException {
    List<OperationStatus> canceled = new ArrayList<>();
    change(state -> {
      OperationStatus one = state.cancel(id);
      if (one != null) {
        canceled.add(one);
        notifyAll(); // a caller may wait for its end
      }
    });
    shutdowns.await(canceled.stream().map(OperationStatus::service).toList());
    return canceled.isEmpty() ? null : canceled.getFirst();
  }

  /** Stops services, and forgets those of command lines; their ports are free then. */
  public List<ServiceStatus> stop(List<String> names) throws InterruptedException {
    List<ServiceStatus> stopped = new ArrayList<>();
    change(state -> stopped.addAll(state.stop(names)));
    shutdowns.await(names);
    return remembered(stopped);
  }

  /** Forgets services that wait for a file since {@link #restore}, and returns their names. */
  public List<String> giveUp(Selection selection) throws InterruptedException {
    List<String> names = new ArrayList<>();
    change(state -> names.addAll(state.giveUp(selection)));
    return names;
  }

  /** Notifies an owner of services from now on, and returns their state at this moment. */
  public synchronized List<ServiceStatus> hear(Owner owner, List<String> names) {
    return remembered(registry.hear(owner, names));
  }

  /** Forgets an owner; services that were bound to it alone end, and are not waited for. */
  public void letGo(Owner owner) {
    synchronized (this) {
      registry.letGo(owner);
    }
    var _ = keep();
  }

  /**
   * Another daemon takes over: commands in the foreground will ask it for their services again. So
   * what is kept of their kubeconfigs stays, though their services end with their connections.
   */
  public synchronized void handOver() {
    registry.wanted.freezeKubeconfigs();
  }

  /**
   * Takes the environment of a shell that a person works in: what was restored runs its credential
   * plug-ins with it, until its own file is loaded again.
   */
  public synchronized void lend(ShellEnvironment environment) {
    registry.lendToOrphans(environment);
  }

  /** Says which contexts cannot log in because of the ports of services, a sentence each. */
  public List<String> hinderedLogins() {
    List<String> notes = new ArrayList<>();
    for (ServiceStatus service : statuses()) {
      service.ports().stream()
          .flatMap(port -> port.local().stream())
          .map(PortStatus.Address::port)
          .distinct()
          .forEach(port -> notes.addAll(contexts.loginsHinderedBy(service.name(), port)));
    }
    return notes;
  }

  /** Says whose environment the credential plug-in of a service runs with; null: it has none. */
  public @Nullable String lender(String name) {
    LoadedService service;
    String context;
    synchronized (this) {
      service = registry.catalogue.entries().get(name);
      context = service == null ? null : registry.running.context(service);
    }
    return service == null ? null : contexts.lender(service.shell(), context);
  }

  /** Returns the file in which a service is written, also an included one; null: in none. */
  public synchronized @Nullable String writtenIn(String name) {
    LoadedService service = registry.catalogue.entries().get(name);
    return service == null || service.file() == null ? null : service.service().at().file();
  }

  /** Something changed for the better outside: forwards that wait try at once, uncounted. */
  public synchronized void goodSign() {
    current.readAgain();
    registry.running.forwards().values().forEach(Forward::goodSign);
  }

  /** Waits as the other method does, and reports nothing meanwhile. */
  public void awaitSettled(List<String> names, Waiting waiting) throws InterruptedException {
    awaitSettled(names, waiting, _ -> {});
  }

  /**
   * Waits until every named service is up and checked, or cannot become so by itself soon; at most
   * so long. What was asked of them before has begun then, also where nothing more is waited for:
   * an answer must not call a service stopped that was just started. One that is slow to begin does
   * not hold up the news of the others.
   *
   * @param settled takes the name of each service once, as soon as it has settled; called without a
   *     lock by the thread that waits
   */
  public void awaitSettled(List<String> names, Waiting waiting, Consumer<String> settled)
      throws InterruptedException {
    long end = System.nanoTime() + waiting.patience().toNanos();
    Beginnings begun = beginnings(names);
    long toBegin = Math.max(end, System.nanoTime() + TO_BEGIN.toNanos());
    Set<String> reported = new HashSet<>();
    List<String> news = awaitBegun(begun, reported, waiting, toBegin);
    while (!news.isEmpty()) {
      reported.addAll(news);
      news.forEach(settled);
      news = awaitBegun(begun, reported, waiting, toBegin);
    }
    news = awaitNews(names, reported, waiting, end);
    while (!news.isEmpty()) {
      reported.addAll(news);
      news.forEach(settled);
      news = awaitNews(names, reported, waiting, end);
    }
  }

  private synchronized Beginnings beginnings(List<String> names) {
    Beginnings begun = registry.running.beginnings(names);
    begun.onEach(this::wake);
    return begun;
  }

  private synchronized void wake() {
    notifyAll();
  }

  /** As the next one, of services that have begun; none: all have, or took too long to. */
  private synchronized List<String> awaitBegun(
      Beginnings begun, Set<String> reported, Waiting waiting, long end)
      throws InterruptedException {
    List<String> news = unreported(begun.done(), reported, waiting);
    long left = end - System.nanoTime();
    while (news.isEmpty() && left > 0 && !begun.isAll()) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      news = unreported(begun.done(), reported, waiting);
      left = end - System.nanoTime();
    }
    return begun.isAll() ? List.of() : news;
  }

  /** Waits for services that have settled and are not reported; none: the wait is over. */
  private synchronized List<String> awaitNews(
      List<String> names, Set<String> reported, Waiting waiting, long end)
      throws InterruptedException {
    List<String> news = unreported(names, reported, waiting);
    long left = end - System.nanoTime();
    while (news.isEmpty() && left > 0 && !isSettled(names, waiting)) {
      TimeUnit.NANOSECONDS.timedWait(this, left); // others come in meanwhile
      news = unreported(names, reported, waiting);
      left = end - System.nanoTime();
    }
    return news;
  }

  @GuardedBy("this")
  private List<String> unreported(List<String> names, Set<String> reported, Waiting waiting) {
    List<String> news = new ArrayList<>();
    for (String name : names) {
      if (!reported.contains(name) && isSettled(List.of(name), waiting)) {
        news.add(name);
      }
    }
    return news;
  }

  @GuardedBy("this")
  private boolean isSettled(List<String> names, Waiting waiting) {
    registry.asked.catchUp(names);
    boolean isWaiting = waiting.throughOutages() && registry.operations.isAnyPending(names);
    return !isWaiting && registry.running.isSettled(names, waiting.throughOutages());
  }

  /** As the other method; reports clusters that are offline at once. */
  public void awaitSettled(List<String> names, Duration patience) throws InterruptedException {
    awaitSettled(names, new Waiting(patience, false));
  }

  private static void awaitDone(CompletableFuture<Void> done) throws InterruptedException {
    try {
      done.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a write does not fail", e);
    }
  }

  /** Returns what is loaded and what runs at this moment. */
  public synchronized Listing listing() {
    return registry.listing();
  }

  /** Returns the named services as they are now, in that order; others are passed over. */
  public List<ServiceStatus> statuses(List<String> names) {
    return remembered(listing().statuses(names));
  }

  /** Returns all services as they are now, in the order of their names. */
  public List<ServiceStatus> statuses() {
    return remembered(listing().statuses());
  }

  /** Returns what users should know of the whole, a sentence each. */
  public List<String> notes() {
    List<String> notes = new ArrayList<>();
    synchronized (this) {
      notes.addAll(registry.unloaded.notes());
      notes.addAll(registry.reloads.notes());
    }
    notes.addAll(listing().portClashes(_ -> true));
    notes.addAll(listing().unfit());
    notes.addAll(keeper.notes());
    notes.addAll(contexts.notes()); // which may wait for a file
    return notes;
  }

  /** Waits for the disk and returns why what is wanted now is not on it; null where it is. */
  public @Nullable String notSaved() throws InterruptedException {
    return keeper.awaitKept();
  }

  /** Writes what is wanted once more: its file or folder may have been removed. */
  public void saveAgain() {
    CompletableFuture<Void> _ = keeper.keepAgain();
  }

  /** Ends all forwards, within the time that one may take; what is wanted stays on disk. */
  @Override
  public void close() {
    claims.cancel();
    synchronized (this) {
      registry.close();
    }
    try {
      shutdowns.awaitAll(keep());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // our caller is being stopped too: do not wait longer
    }
  }
}
