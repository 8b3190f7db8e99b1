package dev.localport.daemon.forward;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.localport.api.Selection;
import dev.localport.api.ServiceStatus;
import dev.localport.config.Place;
import dev.localport.config.ServiceConfig;
import dev.localport.daemon.journal.DesiredState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What is loaded and what runs, in memory alone. Thread-safe: its monitor guards nothing but
 * memory, so nobody waits in here for a disk, a peer or the end of a forward.
 */
final class Registry {
  private static final Place NOWHERE = new Place("", 0, 0);

  @GuardedBy("this")
  private final Catalogue catalogue = new Catalogue();

  @GuardedBy("this")
  private final Running running;

  @GuardedBy("this")
  private @Nullable DesiredState last; // what was wanted when the daemon began to end

  /** Makes an empty one; {@code changed} is called after each change of a forward's state. */
  Registry(ForwardParts parts, Endings endings, Runnable changed) {
    this.running =
        new Running(
            parts,
            endings,
            () -> {
              tellWaiting();
              changed.run();
            });
  }

  private synchronized void tellWaiting() {
    notifyAll();
  }

  /**
   * Comes back to what was wanted, at once: what is to be kept is never a part of it.
   *
   * @return why sources were left out
   */
  synchronized List<String> restore(List<Source> sources, List<DesiredState.Wanted> wanted) {
    List<String> leftOut = new ArrayList<>();
    for (Source source : sources) {
      try {
        catalogue.put(source);
      } catch (LoadException e) {
        leftOut.add(String.valueOf(e.getMessage()));
      }
    }
    for (DesiredState.Wanted service : wanted) {
      running.settle(service.name(), service.settled());
      start(List.of(service.name()));
    }
    return leftOut;
  }

  /** Takes what a source says now; a forward whose service did not change goes on untouched. */
  synchronized void put(Source source) throws LoadException {
    catalogue.put(source);
    Map<String, Catalogue.Entry> entries = catalogue.entries();
    List<Catalogue.Entry> changed = new ArrayList<>();
    for (Forward forward : running.all()) {
      String name = forward.config().name();
      Catalogue.Entry entry = entries.get(name);
      if (entry == null) {
        running.end(name);
        running.forget(name);
      } else if (!isSame(entry.service(), forward.config())) {
        running.end(name);
        if (!Objects.equals(contextOf(entry.service()), contextOf(forward.config()))) {
          running.settle(name, running.settled(name).in(null));
        }
        changed.add(entry);
      }
    }
    for (Catalogue.Entry entry : changed) { // at last: one may take the port that another gave up
      running.start(entry);
    }
  }

  /** Where a service stands in its file is no part of what it does. */
  private static boolean isSame(ServiceConfig one, ServiceConfig other) {
    return moved(one).equals(moved(other));
  }

  private static @Nullable String contextOf(ServiceConfig service) {
    return service.target().context();
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

  synchronized Forwards.Selected select(Selection selection) {
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
    for (Catalogue.Entry entry : entries.values()) {
      if (matches(entry, selection)) {
        names.add(entry.service().name());
      }
    }
    return new Forwards.Selected(List.copyOf(names), unknown);
  }

  @GuardedBy("this")
  private boolean matches(Catalogue.Entry entry, Selection selection) {
    ServiceConfig service = entry.service();
    boolean meant = selection.all() || service.tags().stream().anyMatch(selection.tags()::contains);
    Forward forward = running.find(service.name());
    String context = forward == null ? service.target().context() : forward.settled().context();
    return meant && (selection.context() == null || selection.context().equals(context));
  }

  synchronized List<String> autostarting(String file) {
    return catalogue.find(file).map(Source::services).orElse(List.of()).stream()
        .filter(service -> service.enabled() && service.autostart())
        .map(ServiceConfig::name)
        .toList();
  }

  synchronized boolean isEnabled(String name) {
    Catalogue.Entry entry = catalogue.entries().get(name);
    return entry != null && entry.service().enabled();
  }

  /** Starts services that are there; those that run already go on. */
  synchronized void start(List<String> names) {
    Map<String, Catalogue.Entry> entries = catalogue.entries();
    for (String name : names) {
      Catalogue.Entry entry = entries.get(name);
      if (entry != null) {
        running.start(entry);
      }
    }
  }

  /** Begins the end of services and returns what they are after it. */
  synchronized List<ServiceStatus> stop(List<String> names) {
    List<ServiceStatus> stopped = new ArrayList<>();
    for (String name : names) {
      running.end(name);
      running.forget(name);
      stopped.addAll(statuses(List.of(name)));
      catalogue.forget(name, running.names());
    }
    return stopped;
  }

  synchronized void reconnect(List<String> names) {
    running.all(names).forEach(Forward::reconnect);
  }

  synchronized void restart(List<String> names) {
    running.all(names).forEach(Forward::restart);
    start(names);
  }

  synchronized List<ServiceStatus> statuses(List<String> names) {
    Map<String, Catalogue.Entry> entries = catalogue.entries();
    List<ServiceStatus> statuses = new ArrayList<>();
    for (String name : names) {
      Catalogue.Entry entry = entries.get(name);
      if (entry != null) {
        Forward forward = running.find(name);
        statuses.add(
            forward == null
                ? StatusOf.stopped(entry.service(), entry.source().file())
                : forward.status(entry.source().file()));
      }
    }
    return statuses;
  }

  synchronized List<ServiceStatus> statuses() {
    return statuses(List.copyOf(catalogue.entries().keySet()));
  }

  synchronized List<String> files() {
    return catalogue.origins().stream()
        .map(DesiredState.Source::file)
        .filter(Objects::nonNull)
        .toList();
  }

  synchronized Forwards.@Nullable Probe probe(String name) {
    Catalogue.Entry entry = catalogue.entries().get(name);
    return entry == null
        ? null
        : new Forwards.Probe(
            entry.service(),
            entry.source().kubeconfig(entry.service()),
            running.settled(name).context());
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

  /** Returns what a daemon that was killed now would have to come back to. */
  synchronized DesiredState wanted() {
    if (last != null) {
      return last;
    }
    List<DesiredState.Wanted> wanted = new ArrayList<>();
    for (String name : running.names()) {
      wanted.add(new DesiredState.Wanted(name, running.settled(name)));
    }
    return new DesiredState(catalogue.origins(), wanted);
  }

  /** Begins the end of all forwards; what is wanted stays as it is. */
  synchronized void close() {
    last = wanted();
    for (String name : List.copyOf(running.names())) {
      running.end(name);
    }
  }
}
