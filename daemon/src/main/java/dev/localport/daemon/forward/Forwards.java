package dev.localport.daemon.forward;

import dev.localport.api.Selection;
import dev.localport.api.ServiceStatus;
import dev.localport.config.Place;
import dev.localport.config.ServiceConfig;
import dev.localport.daemon.forward.ForwardState.Connected;
import dev.localport.daemon.forward.ForwardState.Connecting;
import dev.localport.daemon.forward.ForwardState.Disconnected;
import dev.localport.daemon.forward.ForwardState.Failed;
import dev.localport.daemon.forward.ForwardState.Idle;
import dev.localport.daemon.forward.ForwardState.Reconnecting;
import dev.localport.daemon.forward.ForwardState.Stopped;
import dev.localport.daemon.forward.ForwardState.Suspended;
import dev.localport.daemon.journal.DesiredState;
import dev.localport.daemon.journal.StateFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All services of this daemon and the forwards that run: what is loaded, what is wanted, and what
 * is kept on disk. Thread-safe.
 */
public final class Forwards implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Forwards.class);
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final Place NOWHERE = new Place("", 0, 0);

  private final ForwardParts parts;
  private final StateFile disk;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Catalogue catalogue = new Catalogue(); // guarded by lock
  private final Map<String, Forward> running = new TreeMap<>(); // guarded by lock
  private final Map<String, String> pinned =
      new HashMap<>(); // guarded by lock: contexts of services
  private @Nullable DesiredState kept; // guarded by lock
  private boolean closed; // guarded by lock

  /** Makes an empty daemon that keeps what is wanted in {@code disk}. */
  public Forwards(ForwardParts parts, StateFile disk) {
    this.parts = parts;
    this.disk = disk;
  }

  /** Comes back to what was wanted when the last daemon ended, however it ended. */
  public void restore() {
    DesiredState before = disk.read();
    lock.lock();
    try {
      for (DesiredState.Source source : before.sources()) {
        try {
          catalogue.load(source);
        } catch (LoadException e) {
          log.atError().addKeyValue("why", e.getMessage()).log("configuration left out");
        }
      }
      for (DesiredState.Wanted wanted : before.wanted()) {
        if (wanted.context() != null) {
          pinned.put(wanted.name(), wanted.context());
        }
        startOne(wanted.name());
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Loads a file or a command line's services, in the place of what it said before; forwards whose
   * service did not change go on untouched.
   *
   * @return notes for the user
   * @throws LoadException if it cannot be taken; then nothing changes
   */
  public List<String> load(DesiredState.Source source) throws LoadException {
    lock.lock();
    try {
      List<String> notes = catalogue.load(source);
      Map<String, Catalogue.Entry> entries = catalogue.entries();
      for (Forward forward : List.copyOf(running.values())) {
        Catalogue.Entry entry = entries.get(forward.config().name());
        if (entry == null) {
          end(forward);
        } else if (!isSame(entry.service(), forward.config())) {
          end(forward);
          startOne(entry.service().name());
        }
      }
      keep();
      return notes;
    } finally {
      lock.unlock();
    }
  }

  /** Where a service stands in its file is no part of what it does. */
  private static boolean isSame(ServiceConfig one, ServiceConfig other) {
    return moved(one).equals(moved(other));
  }

  private static ServiceConfig moved(ServiceConfig s) {
    return new ServiceConfig(
        s.name(),
        s.target(),
        s.ports(),
        s.enabled(),
        s.autostart(),
        s.tags(),
        s.description(),
        s.reconnect(),
        s.breaker(),
        s.heartbeat(),
        s.hold(),
        NOWHERE);
  }

  /** Which services a selection means: names that exist, and those that do not. */
  public record Selected(List<String> names, List<String> unknown) {
    /** Copies the lists, so that a selection never changes. */
    public Selected {
      names = List.copyOf(names);
      unknown = List.copyOf(unknown);
    }
  }

  /** Says which services a selection means. */
  public Selected select(Selection selection) {
    lock.lock();
    try {
      Map<String, Catalogue.Entry> entries = catalogue.entries();
      Set<String> names = new LinkedHashSet<>();
      List<String> unknown = new ArrayList<>();
      for (String name : selection.names()) {
        if (entries.containsKey(name)) {
          names.add(name);
        } else {
          unknown.add(name);
        }
      }
      entries.values().stream()
          .filter(entry -> matches(entry, selection))
          .forEach(entry -> names.add(entry.service().name()));
      return new Selected(List.copyOf(names), unknown);
    } finally {
      lock.unlock();
    }
  }

  private boolean matches(Catalogue.Entry entry, Selection selection) {
    ServiceConfig service = entry.service();
    boolean meant = selection.all() || service.tags().stream().anyMatch(selection.tags()::contains);
    Forward forward = running.get(service.name());
    String context = forward == null ? service.target().context() : forward.pinnedContext();
    return meant && (selection.context() == null || selection.context().equals(context));
  }

  /** Returns the services of a file that start by themselves. */
  public List<String> autostarting(String file) {
    lock.lock();
    try {
      return catalogue.find(file).map(Source::services).orElse(List.of()).stream()
          .filter(service -> service.enabled() && service.autostart())
          .map(ServiceConfig::name)
          .toList();
    } finally {
      lock.unlock();
    }
  }

  /** Tells whether a service may run at all. */
  public boolean isEnabled(String name) {
    lock.lock();
    try {
      Catalogue.Entry entry = catalogue.entries().get(name);
      return entry != null && entry.service().enabled();
    } finally {
      lock.unlock();
    }
  }

  /** Starts services; those that run already go on. */
  public void start(List<String> names) {
    lock.lock();
    try {
      names.forEach(this::startOne);
      keep();
    } finally {
      lock.unlock();
    }
  }

  private void startOne(String name) {
    Catalogue.Entry entry = catalogue.entries().get(name);
    if (entry == null || !entry.service().enabled() || running.containsKey(name)) {
      return;
    }
    Forward forward =
        new Forward(
            entry.service(),
            entry.source().kubeconfig(entry.service()),
            pinned.get(name),
            parts,
            this::onChange);
    running.put(name, forward);
    forward.start();
  }

  /**
   * Stops services and returns what they were; their ports are free then. Services of a command
   * line are forgotten.
   */
  public List<ServiceStatus> stop(List<String> names) {
    List<ServiceStatus> stopped = new ArrayList<>();
    lock.lock();
    try {
      for (String name : names) {
        Forward forward = running.get(name);
        if (forward != null) {
          end(forward);
        }
        stopped.addAll(statuses(List.of(name)));
        pinned.remove(name);
        catalogue.forget(name, running.keySet());
      }
      keep();
      return stopped;
    } finally {
      lock.unlock();
    }
  }

  private void end(Forward forward) {
    running.remove(forward.config().name());
    forward.close();
  }

  /** Makes services try again now, whatever they wait for. */
  public void reconnect(List<String> names) {
    lock.lock();
    try {
      names.stream().map(running::get).filter(Objects::nonNull).forEach(Forward::reconnect);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Gives services new sessions, to other pods where there are some; those that do not run are
   * started.
   */
  public void restart(List<String> names) {
    lock.lock();
    try {
      for (String name : names) {
        Forward forward = running.get(name);
        if (forward == null) {
          startOne(name);
        } else {
          forward.restart();
        }
      }
      keep();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns the named services as they are now, in the given order; unknown names are passed over.
   */
  public List<ServiceStatus> statuses(List<String> names) {
    lock.lock();
    try {
      Map<String, Catalogue.Entry> entries = catalogue.entries();
      List<ServiceStatus> statuses = new ArrayList<>();
      for (String name : names) {
        Catalogue.Entry entry = entries.get(name);
        if (entry != null) {
          Forward forward = running.get(name);
          statuses.add(
              forward == null
                  ? StatusOf.stopped(entry.service(), entry.source().file())
                  : forward.status(entry.source().file()));
        }
      }
      return statuses;
    } finally {
      lock.unlock();
    }
  }

  /** Returns all services as they are now, in the order of their names. */
  public List<ServiceStatus> statuses() {
    lock.lock();
    try {
      return statuses(List.copyOf(catalogue.entries().keySet()));
    } finally {
      lock.unlock();
    }
  }

  /** Returns the absolute paths of the files that are served. */
  public List<String> files() {
    lock.lock();
    try {
      return catalogue.origins().stream()
          .map(DesiredState.Source::file)
          .filter(Objects::nonNull)
          .toList();
    } finally {
      lock.unlock();
    }
  }

  /** Returns a service's configuration and the kubeconfig it uses, or null for an unknown name. */
  public @Nullable Probe probe(String name) {
    lock.lock();
    try {
      Catalogue.Entry entry = catalogue.entries().get(name);
      return entry == null
          ? null
          : new Probe(entry.service(), entry.source().kubeconfig(entry.service()), pinnedNow(name));
    } finally {
      lock.unlock();
    }
  }

  /** What is needed to try a service apart from its forward. */
  public record Probe(
      ServiceConfig service, @Nullable String kubeconfig, @Nullable String pinned) {}

  /** Waits until every named service is up or cannot become so by itself soon, at most so long. */
  public void awaitSettled(List<String> names, Duration patience) throws InterruptedException {
    long left = patience.toNanos();
    lock.lockInterruptibly();
    try {
      while (left > 0 && !names.stream().allMatch(this::isSettled)) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * A missing pod or an attempt to come may still turn out well in a moment; the rest needs
   * somebody.
   */
  private boolean isSettled(String name) {
    Forward forward = running.get(name);
    return forward == null
        || switch (forward.state()) {
          case Stopped _, Connecting _, Reconnecting _ -> false; // stopped: it has not begun yet
          case Suspended s -> s.reason() != SuspendedReason.NO_READY_POD;
          case Connected _, Idle _, Disconnected _, Failed _ -> true;
        };
  }

  private void onChange() {
    // on a thread of its own: a forward tells this while somebody may wait for it under the lock
    Thread.ofVirtual().name("changed").start(this::told);
  }

  private void told() {
    lock.lock();
    try {
      keep();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Writes what is wanted, if it is not what was written last. */
  private void keep() {
    List<DesiredState.Wanted> wanted =
        running.keySet().stream()
            .map(name -> new DesiredState.Wanted(name, pinnedNow(name)))
            .toList();
    DesiredState now = new DesiredState(catalogue.origins(), wanted);
    if (!closed && !now.equals(kept)) {
      kept = now;
      disk.write(now);
    }
  }

  private @Nullable String pinnedNow(String name) {
    Forward forward = running.get(name);
    String context = forward == null ? null : forward.pinnedContext();
    return context == null ? pinned.get(name) : context;
  }

  /** Ends all forwards, within five seconds; what is wanted stays on disk. */
  @Override
  public void close() {
    List<Forward> ending;
    lock.lock();
    try {
      closed = true;
      ending = List.copyOf(running.values());
      running.clear();
    } finally {
      lock.unlock();
    }
    List<Thread> threads = new ArrayList<>();
    for (Forward forward : ending) {
      threads.add(Thread.ofVirtual().name("end-" + forward.config().name()).start(forward::close));
    }
    try {
      for (Thread thread : threads) {
        thread.join(GRACE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // our caller is being stopped too: do not wait longer
    }
  }
}
