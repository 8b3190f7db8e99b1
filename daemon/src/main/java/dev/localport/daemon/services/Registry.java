package dev.localport.daemon.services;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.localport.api.ReconnectAttempt;
import dev.localport.api.Selection;
import dev.localport.api.ServiceStatus;
import dev.localport.api.Settled;
import dev.localport.api.StatusChange;
import dev.localport.config.ServiceConfig;
import dev.localport.daemon.forward.Forward;
import dev.localport.daemon.forward.ForwardParts;
import dev.localport.daemon.forward.StatusOf;
import dev.localport.daemon.forward.rules.ForwardState;
import dev.localport.daemon.journal.DesiredState;
import dev.localport.daemon.time.Timers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is loaded and what runs, in memory alone. Thread-safe: its monitor guards nothing but
 * memory, so nobody waits in here for a disk, a peer or the end of a forward.
 *
 * <p>Over 300 lines, since all that one lock guards stands in one place.
 */
final class Registry {
  @GuardedBy("this")
  private final Catalogue catalogue = new Catalogue();

  @GuardedBy("this")
  private final Running running;

  @GuardedBy("this")
  private final Listing listing;

  @GuardedBy("this")
  private final Owners owners = new Owners();

  @GuardedBy("this")
  private final UnloadedFiles unloaded = new UnloadedFiles();

  @GuardedBy("this")
  private final Reloads broken = new Reloads();

  private final Timers timers;
  private final Runnable changed;

  @GuardedBy("this")
  private @Nullable ServiceWatcher watcher;

  @GuardedBy("this")
  private @Nullable DesiredState last; // what was wanted when the daemon began to end

  @GuardedBy("this")
  private @Nullable Set<String> lastKubeconfigs; // at the same time

  /** Makes an empty one; {@code changed} is called after each change of a forward's state. */
  Registry(ForwardParts parts, Shutdowns shutdowns, Runnable changed) {
    this.running = new Running(parts, shutdowns, this::onChange);
    this.listing = new Listing(catalogue, running);
    this.timers = parts.timers();
    this.changed = changed;
  }

  private void onChange(Forward forward, ForwardState before, ForwardState after) {
    synchronized (this) {
      notifyAll();
      if (forward.equals(running.find(forward.config().name()))) {
        tellOwners(forward, before, after);
        tellOfRetry(forward, after);
      }
      if (after instanceof ForwardState.Connected) {
        running.serverAnswers(forward);
      }
    }
    changed.run();
  }

  @GuardedBy("this")
  private void tellOwners(Forward forward, ForwardState before, ForwardState after) {
    StatusChange change = StatusOf.change(forward, before, after, timers.instant());
    if (change != null) {
      owners.tell(change);
      if (watcher != null) {
        watcher.onChange(change);
      }
    }
  }

  @GuardedBy("this")
  private void tellOfRetry(Forward forward, ForwardState now) {
    ReconnectAttempt attempt = StatusOf.attempt(forward, now, timers.instant());
    if (watcher != null && attempt != null) {
      watcher.onRetry(attempt);
    }
  }

  /** Has somebody hear of all services from now on. */
  synchronized void watch(ServiceWatcher all) {
    watcher = all;
  }

  /** Answers a question about what is there. */
  synchronized <T extends @Nullable Object> T ask(Function<Listing, T> question) {
    return question.apply(listing);
  }

  /**
   * Comes back to what was wanted, at once: what is to be kept is never a part of it.
   *
   * @param unread sources that could not be read
   * @return why sources were left out
   */
  synchronized List<String> restore(
      List<LoadedSource> sources,
      List<UnloadedFiles.Unread> unread,
      List<DesiredState.Wanted> wanted) {
    List<UnloadedFiles.Unread> missing = new ArrayList<>(unread);
    for (LoadedSource source : sources) {
      try {
        catalogue.put(source);
      } catch (LoadException e) {
        missing.add(new UnloadedFiles.Unread(source.origin(), String.valueOf(e.getMessage())));
      }
    }
    for (UnloadedFiles.Unread file : missing) {
      unloaded.add(file);
    }
    for (DesiredState.Wanted service : wanted) {
      if (!resume(service)) {
        unloaded.await(service);
      }
    }
    return missing.stream().map(UnloadedFiles.Unread::why).toList();
  }

  /** Starts a service with what it settled on before, if it is there. */
  @GuardedBy("this")
  private boolean resume(DesiredState.Wanted service) {
    LoadedService entry = catalogue.entries().get(service.name());
    if (entry == null || (service.file() != null && !service.file().equals(entry.file()))) {
      return false;
    }
    running.settle(service.name(), service.settled());
    running.start(entry);
    return true;
  }

  /**
   * Takes what a file says now; a forward whose service did not change goes on untouched.
   *
   * @return notes for the user
   */
  synchronized List<String> put(LoadedSource source) throws LoadException {
    List<String> wanted = new ArrayList<>(running.names());
    wanted.addAll(unloaded.namesOf(source.file()));
    LoadedSource kept = KubeconfigKept.apply(source, origin(source.file()), wanted);
    catalogue.put(kept);
    running.follow(catalogue.entries());
    broken.taken(source.file());
    for (DesiredState.Wanted service : unloaded.take(source)) {
      resume(service);
    }
    return kept.notes();
  }

  /** Returns a file as it was loaded last, or null. */
  synchronized DesiredState.@Nullable Source origin(@Nullable String file) {
    LoadedSource known = catalogue.find(file).orElse(null);
    return known == null ? unloaded.find(file) : known.origin();
  }

  /**
   * Notes what became of reading a file again.
   *
   * @param why why it was not taken, or null
   * @return whether that is news
   */
  synchronized boolean reloaded(String file, @Nullable String why) {
    return broken.note(file, why);
  }

  /** Returns the paths of all files, those that were left out and that somebody waits for too. */
  synchronized List<String> reloadable() {
    Set<String> files = new TreeSet<>();
    for (LoadedSource source : catalogue.sources()) {
      if (source.file() != null && source.origin().text() == null) { // a pipe cannot be read again
        files.add(source.file());
      }
    }
    for (DesiredState.Source origin : unloaded.origins()) {
      if (origin.file() != null) {
        files.add(origin.file());
      }
    }
    return List.copyOf(files);
  }

  /** Starts services that are there; those that run already go on. */
  synchronized void start(List<String> names) {
    catalogue.all(names).forEach(running::start);
  }

  /** Starts services that end with the last of their owners, but for those that run already. */
  synchronized void start(List<String> names, Owner owner) {
    for (String name : names) {
      owners.hold(name, owner, running.find(name) == null);
    }
    start(names);
  }

  /**
   * Starts what a command line describes, and returns the services' names.
   *
   * @param owner with whom they end, or null for services that run by themselves from now on
   * @param before what they settled on in an earlier life
   */
  synchronized List<String> start(LoadedSource commandLine, @Nullable Owner owner, Settled before)
      throws LoadException {
    List<String> names = new ArrayList<>();
    for (ServiceConfig service : catalogue.add(commandLine).services()) {
      names.add(service.name());
      if (owner == null) {
        owners.free(service.name());
      }
      if (running.find(service.name()) == null) {
        running.settle(service.name(), before);
      }
    }
    if (owner == null) {
      start(names);
    } else {
      start(names, owner);
    }
    return names;
  }

  /** Lets an owner hear of services from now on; returns what they are at this moment. */
  synchronized List<ServiceStatus> hear(Owner owner, List<String> names) {
    List<ServiceStatus> services = listing.statuses(names);
    owners.hear(owner, services);
    return services;
  }

  /** Forgets an owner, and begins the end of the services that were bound to it alone. */
  synchronized void letGo(Owner owner) {
    stop(owners.letGo(owner));
  }

  /** Begins the end of services and returns what they are after it. */
  synchronized List<ServiceStatus> stop(List<String> names) {
    List<ServiceStatus> stopped = new ArrayList<>();
    for (String name : names) {
      Forward forward = running.find(name);
      if (forward != null) {
        tellOwners(forward, forward.state(), new ForwardState.Stopped());
      }
      owners.free(name);
      running.end(name);
      running.forget(name);
      stopped.addAll(listing.statuses(List.of(name)));
      catalogue.forget(name, running.names());
    }
    return stopped;
  }

  synchronized List<String> giveUp(Selection selection) {
    return unloaded.giveUp(selection);
  }

  synchronized List<String> notes() {
    List<String> notes = new ArrayList<>(unloaded.notes());
    notes.addAll(broken.notes());
    return notes;
  }

  synchronized void reconnect(List<String> names) {
    running.all(names).forEach(Forward::reconnect);
  }

  /** Tells something to all that run. */
  synchronized void tellAll(Consumer<Forward> word) {
    running.all(List.copyOf(running.names())).forEach(word);
  }

  synchronized void restart(List<String> names) {
    running.all(names).forEach(Forward::restart);
    start(names);
  }

  /** Waits until all are settled, at most so long; others are served meanwhile. */
  synchronized void awaitSettled(List<String> names, Duration patience)
      throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    long left = patience.toNanos();
    while (left > 0 && !running.all(names).stream().allMatch(f -> f.state().isSettled())) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      left = end - System.nanoTime();
    }
  }

  /**
   * Returns what a daemon that was killed now would have to come back to: what is bound to somebody
   * is not part of it, since whoever still wants it then asks again.
   */
  synchronized DesiredState wanted() {
    if (last != null) {
      return last;
    }
    List<String> kept = owners.unbound(running.names());
    List<DesiredState.Wanted> wanted = new ArrayList<>(running.wanted(kept, catalogue.entries()));
    wanted.addAll(unloaded.wanted());
    List<DesiredState.Source> sources = new ArrayList<>(catalogue.origins(kept));
    sources.addAll(unloaded.origins());
    return new DesiredState(sources, wanted);
  }

  /** Returns each {@code $KUBECONFIG} of services that run, or that wait for their file. */
  synchronized Set<String> callersKubeconfigs() {
    if (lastKubeconfigs != null) {
      return lastKubeconfigs;
    }
    Set<String> kubeconfigs = new TreeSet<>();
    Set<String> names = running.names();
    for (LoadedSource source : catalogue.sources()) {
      String kubeconfig = source.origin().kubeconfig();
      if (kubeconfig != null
          && source.usersOfCallersKubeconfig().stream().anyMatch(names::contains)) {
        kubeconfigs.add(kubeconfig);
      }
    }
    unloaded.origins().stream()
        .map(DesiredState.Source::kubeconfig)
        .filter(Objects::nonNull)
        .forEach(kubeconfigs::add);
    return kubeconfigs;
  }

  /** Begins the end of all forwards; what is wanted stays as it is. */
  synchronized void close() {
    last = wanted();
    lastKubeconfigs = callersKubeconfigs();
    for (String name : List.copyOf(running.names())) {
      running.end(name);
    }
  }
}
