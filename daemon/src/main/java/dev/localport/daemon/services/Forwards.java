package dev.localport.daemon.services;

import dev.localport.api.Selection;
import dev.localport.api.ServiceStatus;
import dev.localport.api.Settled;
import dev.localport.config.MetricsConfig;
import dev.localport.daemon.forward.Forward;
import dev.localport.daemon.forward.ForwardParts;
import dev.localport.daemon.journal.DesiredState;
import dev.localport.daemon.journal.NewerStateException;
import dev.localport.daemon.journal.StateFile;
import dev.localport.daemon.journal.StateKeeper;
import dev.localport.daemon.kube.KubeContexts;
import dev.localport.paths.TrustedFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All services of this daemon and the forwards that run. Thread-safe: {@link Registry} changes
 * memory, and what takes time (files, the ends of forwards, the state on disk) is waited for here,
 * where nobody else waits for the caller.
 *
 * <p>Over 300 lines, since it is the one door to all services: three dozen methods of a line or
 * two, each with its promise.
 */
public final class Forwards implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Forwards.class);
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final SourceReader reader;
  private final Duration grace;
  private final Shutdowns shutdowns;
  private final KubeContexts contexts;
  private final Registry registry;
  private final StateKeeper keeper;
  private volatile Runnable loaded = () -> {};

  /**
   * Makes an empty daemon that keeps what is wanted in {@code disk}; {@code trusted} says what
   * files that came along with a folder may do.
   */
  public Forwards(ForwardParts parts, StateFile disk, TrustedFiles trusted) {
    this(parts, disk, trusted, GRACE);
  }

  /** As the other one; {@code grace} is how long a forward may take to end. */
  Forwards(ForwardParts parts, StateFile disk, TrustedFiles trusted, Duration grace) {
    this.reader = new SourceReader(trusted);
    this.grace = grace;
    this.shutdowns = new Shutdowns(grace);
    this.contexts = parts.contexts();
    this.registry = new Registry(parts, shutdowns, this::onChange);
    this.keeper = new StateKeeper(disk, registry::wanted, parts.timers());
  }

  /** Has somebody hear of all services from now on. */
  public void watch(ServiceWatcher watcher) {
    registry.watch(watcher);
  }

  /** Has what is wanted now be on disk, and what is kept of kubeconfigs fit it. */
  private CompletableFuture<Void> keep() {
    contexts.use(registry.callersKubeconfigs());
    return keeper.keep();
  }

  private void onChange() {
    var _ = keep(); // nobody was promised that this is on disk: it is when it is
  }

  /**
   * Comes back to what was wanted when the last daemon ended, however it ended. To be called before
   * anything else. The services of a file that cannot be taken now stay wanted, and begin when it
   * is loaded again.
   *
   * @throws NewerStateException if a newer version kept it; it stays as it is
   * @throws IOException if its disk does not answer; it stays as it is
   */
  public void restore() throws NewerStateException, IOException {
    DesiredState before = keeper.read();
    List<LoadedSource> sources = new ArrayList<>();
    List<UnloadedFiles.Unread> unread = new ArrayList<>();
    for (DesiredState.Source source : before.sources()) {
      try {
        sources.add(reader.read(source));
      } catch (LoadException e) {
        unread.add(new UnloadedFiles.Unread(source, String.valueOf(e.getMessage())));
      }
    }
    for (String why : registry.restore(sources, unread, before.wanted())) {
      log.atError().addKeyValue("why", why).log("configuration left out");
    }
    contexts.use(registry.callersKubeconfigs());
  }

  /**
   * Loads a file in the place of what it said before; forwards whose service did not change go on
   * untouched.
   *
   * @return notes for the user
   * @throws LoadException if it cannot be taken; then nothing changes
   */
  public List<String> load(DesiredState.Source source) throws LoadException, InterruptedException {
    List<String> notes = registry.put(reader.read(source));
    awaitDone(keep());
    loaded.run();
    return notes;
  }

  /** Runs {@code other} now and whenever a file was taken: files may say something new. */
  public void afterLoad(Runnable other) {
    loaded = other;
    other.run();
  }

  /** Returns the files to be watched, see {@link #reload}. */
  public Set<Path> watched() {
    return reloadable().stream().map(Path::of).collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Reads a file again, for whoever loaded it last. One that cannot be taken changes nothing, and
   * is told in {@link #notes} until it can; so is one that has gone.
   *
   * @return why it was not taken, or null
   */
  public @Nullable String reload(String file) throws InterruptedException {
    DesiredState.Source origin = registry.origin(file);
    if (origin == null) {
      return null; // nobody has loaded it: it is no matter of ours
    }
    List<String> before = registry.ask(listing -> listing.namesOf(file));
    String why = null;
    try {
      load(origin);
      start(registry.ask(listing -> listing.added(file, before)));
    } catch (LoadException e) {
      why = String.valueOf(e.getMessage());
    }
    if (registry.reloaded(file, why)) {
      Reloads.log(file, why);
    }
    return why;
  }

  /** Returns the absolute paths of all files that {@link #reload} can read again. */
  public List<String> reloadable() {
    return registry.reloadable();
  }

  /** Says which services a selection means. */
  public Selected select(Selection selection) {
    return registry.ask(listing -> listing.select(selection));
  }

  /** Returns the services of a file that start by themselves. */
  public List<String> autostarting(String file) {
    return registry.ask(listing -> listing.autostarting(file));
  }

  /** Tells whether a service may run at all. */
  public boolean isEnabled(String name) {
    return registry.ask(listing -> listing.isEnabled(name));
  }

  /** Returns those of the names whose start the user has to agree to: not those that run. */
  public List<String> asking(List<String> names) {
    return registry.ask(listing -> listing.asking(names));
  }

  /** Starts services; those that run already go on. That they are wanted is on disk then. */
  public void start(List<String> names) throws InterruptedException {
    registry.start(names);
    awaitDone(keep());
  }

  /**
   * Stops services and returns what they were; their ports are free then. Services of a command
   * line are forgotten.
   */
  public List<ServiceStatus> stop(List<String> names) throws InterruptedException {
    List<ServiceStatus> stopped = registry.stop(names);
    CompletableFuture<Void> kept = keep();
    awaitDone(shutdowns.of(names));
    awaitDone(kept);
    return stopped;
  }

  /**
   * Forgets services that wait for a file which was left out by {@link #restore}, and returns their
   * names.
   */
  public List<String> giveUp(Selection selection) throws InterruptedException {
    List<String> names = registry.giveUp(selection);
    awaitDone(keep());
    return names;
  }

  /**
   * Returns the kubeconfig files that services use: what was refused may be taken when they change.
   */
  public Set<Path> kubeconfigs() {
    return registry.ask(Listing::kubeconfigs);
  }

  /** Returns what users should know of the whole, a sentence each. */
  public List<String> notes() {
    List<String> notes = new ArrayList<>(registry.notes());
    notes.addAll(keeper.notes());
    notes.addAll(contexts.notes());
    return notes;
  }

  /** Waits for the disk and returns why what is wanted now is not on it; null where it is. */
  public @Nullable String notSaved() throws InterruptedException {
    awaitDone(keeper.keep());
    return keeper.trouble();
  }

  /** Writes what is wanted once more: its file or folder may have been removed. */
  public void saveAgain() {
    CompletableFuture<Void> _ = keeper.keepAgain();
  }

  /**
   * Starts services for somebody: each ends with the last of its owners. One that runs by itself
   * goes on to do so. What is bound is not kept on disk.
   */
  public void start(List<String> names, Owner owner) {
    registry.start(names, owner);
  }

  /**
   * Starts what a command line describes. The same one again means the same services, and one whose
   * name is taken gets another.
   *
   * @param owner with whom they end, see {@link #start(List, Owner)}; null: they run by themselves
   *     from now on
   * @param before what they settled on in an earlier life
   * @return the services' names
   * @throws LoadException if it is wrong
   */
  public List<String> start(DesiredState.Source commandLine, @Nullable Owner owner, Settled before)
      throws LoadException {
    List<String> started = registry.start(reader.read(commandLine), owner, before);
    loaded.run();
    return started;
  }

  /** Lets an owner hear of services from now on, and returns what they are at this moment. */
  public List<ServiceStatus> hear(Owner owner, List<String> names) {
    return registry.hear(owner, names);
  }

  /** Forgets an owner; services that were bound to it alone end, and are not waited for. */
  public void letGo(Owner owner) {
    registry.letGo(owner);
    var _ = keep();
  }

  /** Makes services try again now, whatever they wait for. */
  public void reconnect(List<String> names) {
    registry.reconnect(names);
  }

  /** Something changed for the better outside: forwards that wait try at once, uncounted. */
  public void goodSign() {
    registry.tellAll(Forward::goodSign);
  }

  /**
   * Gives services new sessions, to other pods where there are some; those that do not run are
   * started.
   */
  public void restart(List<String> names) throws InterruptedException {
    registry.restart(names);
    awaitDone(keep());
  }

  /** Returns the named services as they are now, in that order; others are passed over. */
  public List<ServiceStatus> statuses(List<String> names) {
    return registry.ask(listing -> listing.statuses(names));
  }

  /** Returns all services as they are now, in the order of their names. */
  public List<ServiceStatus> statuses() {
    return registry.ask(Listing::statuses);
  }

  /** Returns the absolute paths of the files that are served. */
  public List<String> files() {
    return registry.ask(Listing::files);
  }

  /** Returns where the files want measurements to be collected, by their absolute paths. */
  public Map<String, MetricsConfig> metrics() {
    return registry.ask(Listing::metrics);
  }

  /** Returns a service as it is loaded, or null for an unknown name. */
  public @Nullable LoadedService service(String name) {
    return registry.ask(listing -> listing.service(name));
  }

  /** Waits until every named service is up or cannot become so by itself soon, at most so long. */
  public void awaitSettled(List<String> names, Duration patience) throws InterruptedException {
    registry.awaitSettled(names, patience);
  }

  private static void awaitDone(CompletableFuture<Void> done) throws InterruptedException {
    try {
      done.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("neither an end nor a write fails", e);
    }
  }

  /** Ends all forwards, within five seconds; what is wanted stays on disk. */
  @Override
  public void close() {
    registry.close();
    try {
      CompletableFuture.allOf(shutdowns.all(), keep()).get(grace.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      log.atWarn().log("forwards did not stop in time");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // our caller is being stopped too: do not wait longer
    } catch (ExecutionException e) {
      throw new IllegalStateException("neither an end nor a write fails", e);
    }
  }
}
