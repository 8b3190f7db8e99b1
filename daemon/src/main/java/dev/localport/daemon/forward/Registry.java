package dev.localport.daemon.forward;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.localport.api.Selection;
import dev.localport.api.ServiceStatus;
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
  @GuardedBy("this")
  private final Catalogue catalogue = new Catalogue();

  @GuardedBy("this")
  private final Running running;

  @GuardedBy("this")
  private final LeftOut leftOut = new LeftOut();

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
   * @param unread sources that could not be read
   * @return why sources were left out
   */
  synchronized List<String> restore(
      List<Source> sources, List<LeftOut.Unread> unread, List<DesiredState.Wanted> wanted) {
    List<LeftOut.Unread> missing = new ArrayList<>(unread);
    for (Source source : sources) {
      try {
        catalogue.put(source);
      } catch (LoadException e) {
        missing.add(new LeftOut.Unread(source.origin(), String.valueOf(e.getMessage())));
      }
    }
    for (LeftOut.Unread file : missing) {
      leftOut.add(file);
    }
    for (DesiredState.Wanted service : wanted) {
      if (!resume(service)) {
        leftOut.await(service);
      }
    }
    return missing.stream().map(LeftOut.Unread::why).toList();
  }

  /** Starts a service with what it settled on before, if it is there. */
  @GuardedBy("this")
  private boolean resume(DesiredState.Wanted service) {
    Catalogue.Entry entry = catalogue.entries().get(service.name());
    if (entry == null
        || (service.file() != null && !service.file().equals(entry.source().file()))) {
      return false;
    }
    running.settle(service.name(), service.settled());
    running.start(entry);
    return true;
  }

  /** Takes what a source says now; a forward whose service did not change goes on untouched. */
  synchronized void put(Source source) throws LoadException {
    catalogue.put(source);
    running.follow(catalogue.entries());
    for (DesiredState.Wanted service : leftOut.take(source)) {
      resume(service);
    }
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

  synchronized List<String> giveUp(Selection selection) {
    return leftOut.giveUp(selection);
  }

  synchronized List<String> notes() {
    return leftOut.notes();
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
    Map<String, Catalogue.Entry> entries = catalogue.entries();
    List<DesiredState.Wanted> wanted = new ArrayList<>();
    for (String name : running.names()) {
      Catalogue.Entry entry = entries.get(name);
      String file = entry == null ? null : entry.source().file();
      wanted.add(new DesiredState.Wanted(name, file, running.settled(name)));
    }
    wanted.addAll(leftOut.wanted());
    List<DesiredState.Source> sources = new ArrayList<>(catalogue.origins());
    sources.addAll(leftOut.origins());
    return new DesiredState(sources, wanted);
  }

  /** Begins the end of all forwards; what is wanted stays as it is. */
  synchronized void close() {
    last = wanted();
    for (String name : List.copyOf(running.names())) {
      running.end(name);
    }
  }
}
