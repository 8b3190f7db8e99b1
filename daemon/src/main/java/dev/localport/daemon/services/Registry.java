package dev.localport.daemon.services;

import dev.localport.api.OperationKind;
import dev.localport.api.OperationStatus;
import dev.localport.api.Selection;
import dev.localport.api.ServiceStatus;
import dev.localport.api.ServiceTrouble;
import dev.localport.api.SettingChange;
import dev.localport.api.Settled;
import dev.localport.api.ShellEnvironment;
import dev.localport.config.UnsetService;
import dev.localport.daemon.forward.Forward;
import dev.localport.daemon.forward.ForwardListener;
import dev.localport.daemon.forward.ForwardParts;
import dev.localport.daemon.forward.rules.ForwardState;
import dev.localport.daemon.forward.rules.SuspendedReason;
import dev.localport.daemon.kube.CurrentContexts;
import dev.localport.daemon.kube.KubeContexts;
import dev.localport.daemon.operations.FullQueueException;
import dev.localport.daemon.operations.Operations;
import dev.localport.daemon.settings.SettingConflictException;
import dev.localport.daemon.settings.Settings;
import dev.localport.daemon.state.DesiredState;
import dev.localport.daemon.time.Timers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is loaded, what runs and for whom: one piece of state, and each method is a change of
 * several of its parts. Confined to {@link Forwards}, whose lock guards it. Nothing in here waits
 * for a disk, a peer or the end of a forward.
 *
 * <p>Over 300 lines, since a change of several parts stands in one place.
 */
final class Registry {
  private static final Logger log = LoggerFactory.getLogger(Registry.class);

  final Catalogue catalogue = new Catalogue();
  final UnloadedFiles unloaded = new UnloadedFiles();
  final Reloads reloads = new Reloads();
  final Owners owners = new Owners();
  final Operations operations;
  final ForwardOperations asked; // of them
  final Running running;
  final WantedServices wanted;
  private final Timers timers;
  private final KubeContexts contexts;
  private final CurrentContexts current;

  /** Something that is done to what is there. */
  interface Change<X extends Exception> {
    void make(Registry registry) throws X;
  }

  /** Creates an empty one, whose forwards notify {@code changed} and {@code heard}. */
  Registry(
      ForwardParts parts,
      Shutdowns shutdowns,
      ForwardListener changed,
      ForwardOperations.Heard heard,
      CurrentContexts current) {
    this.running = new Running(parts, shutdowns, changed);
    this.operations = new Operations(parts.timers());
    this.wanted = new WantedServices(catalogue, unloaded, running, owners, operations);
    this.asked = new ForwardOperations(catalogue, running, operations, owners, heard);
    this.timers = parts.timers();
    this.contexts = parts.contexts();
    this.current = current;
  }

  /**
   * Changes the settings; what runs takes them at once.
   *
   * @return what has changed
   * @throws SettingConflictException if they do not fit what a service says; then nothing changes
   */
  List<SettingChange> set(UnaryOperator<Settings> edit) throws SettingConflictException {
    Settings before = running.settings();
    Settings after = edit.apply(before);
    new SettingFit(catalogue.entries().values(), running::context).require(before, after);
    running.hold(after, catalogue.entries());
    return before.changesTo(after);
  }

  /** Called when the context of a forward is known. */
  void placed(Forward forward) {
    running.placed(forward, catalogue.entries());
  }

  /** Returns what is there now. */
  Listing listing() {
    return new Listing(catalogue, unloaded, running, operations, current);
  }

  /** Called when a forward changed its state. */
  void changed(Forward forward, ForwardState before, ForwardState after) {
    if (forward.equals(running.find(forward.config().name()))) {
      owners.tell(forward, before, after, timers.instant());
      asked.follow(forward, after);
    }
    if (after instanceof ForwardState.Connected) {
      running.placed(forward, catalogue.entries()); // its context may be another one
      running.serverAnswers(forward);
    }
  }

  /** Called when a health check of a forward has ended. */
  void checked(Forward forward) {
    if (forward.equals(running.find(forward.config().name()))) {
      owners.tellHealth(forward, timers.instant());
    }
  }

  /** Tells the owners of a forward, while it runs. */
  void troubled(Forward forward, ServiceTrouble trouble) {
    if (forward.equals(running.find(forward.config().name()))) {
      owners.tell(trouble);
    }
  }

  /** Comes back to services; those that are not there wait for their file. */
  void restore(DesiredState before) {
    operations.restore(before.queue());
    before.wanted().stream().filter(service -> !resume(service)).forEach(unloaded::await);
    asked.retain(unloaded, "the service is no longer loaded");
  }

  /** Starts a service with what it settled on before, if it is there. */
  private boolean resume(DesiredState.Wanted service) {
    LoadedService loaded = catalogue.entries().get(service.name());
    if (loaded == null || (service.file() != null && !service.file().equals(loaded.file()))) {
      return false;
    }
    running.settle(service.name(), service.settled());
    Gate.Pass pass = Gate.resume(loaded, service.settled());
    if (pass == null) {
      held(loaded, "the service ran before and must be started by you");
    } else {
      running.start(pass);
    }
    return true;
  }

  /** A service that ran does not continue: its file has changed. */
  private static void held(LoadedService service, String what) {
    log.atWarn()
        .addKeyValue("service", service.name())
        .addKeyValue(
            "why",
            service.service().enabled()
                ? "it must be confirmed (confirm: true), and its target has changed"
                : "it is disabled")
        .log(what);
  }

  /**
   * Takes what a source says now; a forward whose service did not change continues untouched.
   *
   * @return notes for the user
   * @throws LoadException if another source has one of its names; then nothing changes
   */
  List<String> put(LoadedSource source) throws LoadException {
    LoadedSource kept = kept(source);
    catalogue.put(kept);
    return taken(source, kept);
  }

  /** Takes a file that the user loads: others of which no service runs may give way to it. */
  List<String> load(LoadedSource source) throws LoadException {
    LoadedSource kept = kept(source);
    List<LoadedSource> forgotten = catalogue.load(kept, running.names());
    List<String> notes = new ArrayList<>(taken(source, kept));
    for (LoadedSource other : forgotten) {
      reloads.taken(other.file());
      notes.add(
          "%s is no longer loaded: none of its services runs, and %s has the same names"
              .formatted(other.label(), source.label()));
    }
    return notes;
  }

  private LoadedSource kept(LoadedSource source) {
    List<String> users = new ArrayList<>(running.names());
    users.addAll(unloaded.namesOf(source.file()));
    return KubeconfigKept.apply(withRunning(source), origin(source.file()), users);
  }

  private List<String> taken(LoadedSource source, LoadedSource kept) {
    Map<String, Forward> before = running.forwards();
    for (LoadedService stopped : running.follow(catalogue.entries())) {
      held(stopped, "the service was stopped by a change to its file");
    }
    before.forEach(this::tellIfEnded);
    owners.retain(running.names());
    reloads.taken(source.file());
    unloaded.take(source).forEach(this::resume);
    asked.follow(before);
    asked.retain(
        unloaded, "%s no longer has the service, or has disabled it".formatted(source.label()));
    return kept.notes();
  }

  /** What runs continues as it was where its file needs a variable now that is not set. */
  private LoadedSource withRunning(LoadedSource source) {
    LoadedSource result = source;
    for (UnsetService unset : source.unset()) {
      LoadedService old = catalogue.entries().get(unset.name());
      if (old != null
          && running.find(unset.name()) != null
          && Objects.equals(old.file(), source.file())) {
        String why = unset.problems().getFirst().toString();
        log.atWarn()
            .addKeyValue("service", unset.name())
            .addKeyValue("why", why)
            .log("the service keeps running unchanged");
        result = result.keeping(old.service(), unset.name() + " keeps running unchanged: " + why);
      }
    }
    return result;
  }

  private void tellIfEnded(String name, Forward forward) {
    if (!forward.equals(running.find(name))) {
      owners.tell(forward, forward.state(), new ForwardState.Stopped(), timers.instant());
    }
  }

  /** Takes what a file says now, and starts what is new in it. */
  List<String> reload(LoadedSource source) throws LoadException {
    Listing before = listing();
    List<String> notes = put(source);
    List<String> added = listing().added(source.label(), before);
    begin(admit(added, Consent.NOT_GIVEN).admitted(), null, Consent.NOT_GIVEN);
    return notes;
  }

  /** Returns a file as it was loaded last, or null. */
  DesiredState.@Nullable Source origin(@Nullable String file) {
    LoadedSource known = catalogue.find(file).orElse(null);
    return known == null ? unloaded.find(file) : known.origin();
  }

  /** Refuses a file that has given way to another since it was loaded; null: there is none. */
  void requireLoaded(@Nullable String file) throws LoadException {
    if (file != null && catalogue.find(file).isEmpty()) {
      throw LoadException.of(
          "%s was replaced by another file with the same names at the same moment; start it again"
              .formatted(file));
    }
  }

  /**
   * Starts services that are there, or none if one of them must be confirmed; those that run
   * already continue.
   *
   * @param owner with whom those end that begin with this, or null
   */
  Admission start(List<String> names, @Nullable Owner owner, Consent consent) {
    Admission admission = admit(names, consent);
    if (admission.asking().isEmpty()) {
      if (owner == null) {
        asked.requireRoomToStart(admission.admitted());
      }
      begin(admission.admitted(), owner, consent);
    }
    return admission;
  }

  /** Asks the gate; what runs has passed it. */
  private Admission admit(List<String> names, Consent consent) {
    List<String> admitted = new ArrayList<>();
    List<String> disabled = new ArrayList<>();
    List<String> asking = new ArrayList<>();
    for (LoadedService service : catalogue.all(names)) {
      boolean runs = running.find(service.name()) != null;
      Gate.Obstacle obstacle = runs ? null : Gate.obstacle(service, consent);
      if (obstacle == null) {
        admitted.add(service.name());
      } else {
        (obstacle == Gate.Obstacle.DISABLED ? disabled : asking).add(service.name());
      }
    }
    List<String> unset =
        names.stream().filter(name -> catalogue.unset().containsKey(name)).toList();
    return new Admission(admitted, disabled, asking, unset);
  }

  private void begin(List<String> names, @Nullable Owner owner, Consent consent) {
    askedByPerson(names);
    AwayClusters away = new AwayClusters(catalogue, running);
    for (LoadedService service : catalogue.all(names)) {
      Gate.Pass pass = Gate.start(service, consent);
      boolean isNew = pass != null && running.start(pass);
      if (owner != null && running.find(service.name()) != null) {
        owners.hold(service.name(), owner, isNew);
      } else if (owner == null) {
        asked.started(service, isNew, away);
      }
    }
  }

  /**
   * Starts what command lines describe, or nothing of it if a service must be confirmed.
   *
   * @param owner with whom they end, or null for services that run by themselves from now on
   * @throws LoadException if one of several names in a command line is taken; then nothing changes
   */
  Admission startDescribed(List<CommandLine> commandLines, @Nullable Owner owner, Consent consent)
      throws LoadException {
    Map<String, Settled> before = add(commandLines);
    List<String> names = List.copyOf(before.keySet());
    Admission admission = admit(names, consent);
    if (!admission.asking().isEmpty()) {
      forget(names);
      return admission;
    }
    if (owner == null) {
      try {
        asked.requireRoomToStart(admission.admitted());
      } catch (FullQueueException e) {
        forget(names);
        throw e;
      }
    }
    for (String name : admission.admitted()) {
      if (running.find(name) == null) {
        running.settle(name, before.getOrDefault(name, Settled.NOTHING));
      }
      if (owner == null) {
        owners.free(name);
      }
    }
    begin(admission.admitted(), owner, consent);
    return admission;
  }

  /** Returns what the services settled on before, by the names that they have here, in order. */
  private Map<String, Settled> add(List<CommandLine> commandLines) throws LoadException {
    Map<String, Settled> before = new LinkedHashMap<>();
    try {
      for (CommandLine commandLine : commandLines) {
        for (String name : catalogue.add(commandLine.source()).names()) {
          before.putIfAbsent(name, commandLine.before());
        }
      }
    } catch (LoadException e) {
      forget(before.keySet());
      throw e;
    }
    return before;
  }

  private void forget(Collection<String> names) {
    names.forEach(name -> catalogue.forget(name, running.names()));
  }

  /**
   * Gives services that run new sessions, see {@link ForwardOperations#again}; says whether one
   * waits.
   */
  boolean again(OperationKind kind, List<String> names) {
    Set<String> away = asked.requireRoom(names);
    if (kind == OperationKind.RECONNECT) {
      askedByPerson(names);
    }
    return asked.again(kind, names, away);
  }

  /**
   * Gives up a pending operation; a service whose start it was is stopped.
   *
   * @return how it ended; null where none is pending under that number
   */
  @Nullable OperationStatus cancel(long id) {
    OperationStatus canceled = operations.cancel(id);
    if (canceled != null && canceled.operation().equals(OperationKind.START.word())) {
      List<String> service = List.of(canceled.service());
      end(service);
      List<String> _ = unloaded.giveUp(new Selection(service, List.of(), false, null));
    }
    return canceled;
  }

  /** Lets credential plug-ins run, however often they have failed; what waits for them tries. */
  private void askedByPerson(List<String> names) {
    for (LoadedService service : catalogue.all(names)) {
      contexts.askedByPerson(service.shell(), running.context(service));
    }
    running.all(names).stream()
        .filter(forward -> SuspendedReason.CREDENTIALS.word().equals(forward.state().reasonWord()))
        .forEach(Forward::goodSign);
  }

  /** Takes an environment for the sources that have had none since the daemon was restarted. */
  void lendToOrphans(ShellEnvironment environment) {
    catalogue.sources().forEach(source -> source.loan().lendToOrphan(environment));
  }

  /** Stops services at once, whatever their clusters do; returns what they are after it. */
  List<ServiceStatus> stop(List<String> names) {
    asked.stop(names);
    return end(names);
  }

  /** Forgets services that wait for their file, and returns their names. */
  List<String> giveUp(Selection selection) {
    List<String> names = unloaded.giveUp(selection);
    names.forEach(name -> operations.stop(name, null));
    return names;
  }

  /** Forgets an owner, and ends the services that ran for it alone. */
  void letGo(Owner owner) {
    List<ServiceStatus> _ = end(owners.letGo(owner));
    asked.retain(unloaded, "the command that started the service has ended");
  }

  /** Begins the end of services and returns what they are after it. */
  private List<ServiceStatus> end(Collection<String> ending) {
    List<String> names = List.copyOf(ending);
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

  /** Notifies an owner of services from now on; returns what they are at this moment. */
  List<ServiceStatus> hear(Owner owner, List<String> names) {
    List<ServiceStatus> services = listing().statuses(names);
    owners.hear(owner, services);
    return services;
  }

  /** Begins the end of all forwards; what is wanted stays as it is. */
  void close() {
    wanted.freeze();
    List.copyOf(running.names()).forEach(running::end);
  }
}
