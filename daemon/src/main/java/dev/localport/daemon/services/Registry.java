package dev.localport.daemon.services;

import dev.localport.api.Selection;
import dev.localport.api.ServiceStatus;
import dev.localport.api.Settled;
import dev.localport.daemon.forward.Forward;
import dev.localport.daemon.forward.ForwardListener;
import dev.localport.daemon.forward.ForwardParts;
import dev.localport.daemon.forward.rules.ForwardState;
import dev.localport.daemon.journal.DesiredState;
import dev.localport.daemon.time.Timers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is loaded, what runs and for whom: one piece of state, and each method is one change of it.
 * Confined to {@link Forwards}, whose lock guards it. Nothing in here waits for a disk, a peer or
 * the end of a forward.
 */
final class Registry {
  private final Catalogue catalogue = new Catalogue();
  private final UnloadedFiles unloaded = new UnloadedFiles();
  private final Reloads broken = new Reloads();
  private final Owners owners = new Owners();
  private final Running running;
  private final WantedServices wanted;
  private final Timers timers;

  /** Something that is done to what is there. */
  interface Change<X extends Exception> {
    void make(Registry registry) throws X;
  }

  /** Makes an empty one, whose forwards tell {@code changed}. */
  Registry(ForwardParts parts, Shutdowns shutdowns, ForwardListener changed) {
    this.running = new Running(parts, shutdowns, changed);
    this.wanted = new WantedServices(catalogue, unloaded, running, owners);
    this.timers = parts.timers();
  }

  /** Returns what is there now. */
  Listing listing() {
    return new Listing(catalogue, unloaded, running);
  }

  /** Returns what is to be kept. */
  WantedServices wanted() {
    return wanted;
  }

  /** Has somebody hear of all services from now on. */
  void watch(ServiceWatcher all) {
    owners.watch(all);
  }

  /** Is told that a forward changed its state. */
  void changed(Forward forward, ForwardState before, ForwardState after) {
    if (forward.equals(running.find(forward.config().name()))) {
      owners.tell(forward, before, after, timers.instant());
    }
    if (after instanceof ForwardState.Connected) {
      running.serverAnswers(forward);
    }
  }

  /** Notes a source that cannot be taken when the daemon comes back. */
  void leaveOut(DesiredState.Source source, String why) {
    unloaded.add(new UnloadedFiles.Unread(source, why));
  }

  /** Comes back to services; those that are not there wait for their file. */
  void restore(List<DesiredState.Wanted> services) {
    services.stream().filter(service -> !resume(service)).forEach(unloaded::await);
  }

  /** Starts a service with what it settled on before, if it is there. */
  private boolean resume(DesiredState.Wanted service) {
    LoadedService loaded = catalogue.entries().get(service.name());
    if (loaded == null || (service.file() != null && !service.file().equals(loaded.file()))) {
      return false;
    }
    running.settle(service.name(), service.settled());
    running.start(loaded);
    return true;
  }

  /**
   * Takes what a source says now; a forward whose service did not change goes on untouched.
   *
   * @return notes for the user
   * @throws LoadException if another source has one of its names; then nothing changes
   */
  List<String> put(LoadedSource source) throws LoadException {
    List<String> users = new ArrayList<>(running.names());
    users.addAll(unloaded.namesOf(source.file()));
    LoadedSource kept = KubeconfigKept.apply(source, origin(source.file()), users);
    catalogue.put(kept);
    running.follow(catalogue.entries());
    broken.taken(source.file());
    unloaded.take(source).forEach(this::resume);
    return kept.notes();
  }

  /** Takes what a file says now, and starts what is new in it. */
  List<String> reload(LoadedSource source) throws LoadException {
    Listing before = listing();
    List<String> notes = put(source);
    start(listing().added(source.label(), before));
    return notes;
  }

  /**
   * Notes what became of reading a file again.
   *
   * @param why why it was not taken, or null
   * @return whether that is news
   */
  boolean reloaded(String file, @Nullable String why) {
    return broken.note(file, why);
  }

  /** Returns a file as it was loaded last, or null. */
  DesiredState.@Nullable Source origin(@Nullable String file) {
    LoadedSource known = catalogue.find(file).orElse(null);
    return known == null ? unloaded.find(file) : known.origin();
  }

  /** Starts services that are there; those that run already go on. */
  void start(List<String> names) {
    catalogue.all(names).forEach(running::start);
  }

  /** Starts services that end with the last of their owners, except those that run already. */
  void start(List<String> names, Owner owner) {
    names.forEach(name -> owners.hold(name, owner, running.find(name) == null));
    start(names);
  }

  /**
   * Starts what a command line describes, and returns the services' names.
   *
   * @param owner with whom they end, or null for services that run by themselves from now on
   * @param before what they settled on in an earlier life
   * @throws LoadException if one of several names is taken; then nothing changes
   */
  List<String> start(LoadedSource commandLine, @Nullable Owner owner, Settled before)
      throws LoadException {
    List<String> names = catalogue.add(commandLine).names();
    names.stream()
        .filter(name -> running.find(name) == null)
        .forEach(name -> running.settle(name, before));
    if (owner == null) {
      names.forEach(owners::free);
      start(names);
    } else {
      start(names, owner);
    }
    return names;
  }

  /** Gives services new sessions; those that do not run are started. */
  void restart(List<String> names) {
    running.all(names).forEach(Forward::restart);
    start(names);
  }

  /** Begins the end of services and returns what they are after it. */
  List<ServiceStatus> stop(List<String> names) {
    for (Forward forward : running.all(names)) {
      owners.tell(forward, forward.state(), new ForwardState.Stopped(), timers.instant());
    }
    for (String name : names) {
      owners.free(name);
      running.end(name);
      running.forget(name);
    }
    List<ServiceStatus> stopped = listing().statuses(names);
    names.forEach(name -> catalogue.forget(name, running.names()));
    return stopped;
  }

  /** Forgets an owner, and begins the end of the services that were bound to it alone. */
  void letGo(Owner owner) {
    stop(owners.letGo(owner));
  }

  /** Lets an owner hear of services from now on; returns what they are at this moment. */
  List<ServiceStatus> hear(Owner owner, List<String> names) {
    List<ServiceStatus> services = listing().statuses(names);
    owners.hear(owner, services);
    return services;
  }

  /** Lets services wait for their file no longer, and returns their names. */
  List<String> giveUp(Selection selection) {
    return unloaded.giveUp(selection);
  }

  /** Tells whether no service of these names is about to become something else by itself. */
  boolean isSettled(List<String> names) {
    return running.all(names).stream().allMatch(forward -> forward.state().isSettled());
  }

  /** Says what is the matter with files. */
  List<String> notes() {
    List<String> notes = new ArrayList<>(unloaded.notes());
    notes.addAll(broken.notes());
    return notes;
  }

  /** Begins the end of all forwards; what is wanted stays as it is. */
  void close() {
    wanted.freeze();
    List.copyOf(running.names()).forEach(running::end);
  }
}
