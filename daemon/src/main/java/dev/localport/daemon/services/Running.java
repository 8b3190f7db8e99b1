package dev.localport.daemon.services;

import dev.localport.api.Settled;
import dev.localport.config.ServiceConfig;
import dev.localport.daemon.forward.Forward;
import dev.localport.daemon.forward.ForwardListener;
import dev.localport.daemon.forward.ForwardOrigin;
import dev.localport.daemon.forward.ForwardParts;
import dev.localport.daemon.settings.Settings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The forwards that run, and what services have settled on. Confined to its owner; nothing in here
 * blocks: a forward that ends does so elsewhere, and one that has to wait for that starts later.
 */
final class Running {
  private final ForwardParts parts;
  private final Shutdowns shutdowns;
  private final ForwardListener changed;
  private final Map<String, Forward> forwards = new TreeMap<>();
  private final Map<String, Settled> settled = new HashMap<>();
  private Settings settings = Settings.NONE;

  /** Makes forwards of {@code parts} that notify {@code changed}. */
  Running(ForwardParts parts, Shutdowns shutdowns, ForwardListener changed) {
    this.parts = parts;
    this.shutdowns = shutdowns;
    this.changed = changed;
  }

  /** Returns what was set. */
  Settings settings() {
    return settings;
  }

  /** Has these settings hold, also for what starts later; what runs takes them at once. */
  void hold(Settings now, Map<String, LoadedService> entries) {
    settings = now;
    for (Forward forward : forwards.values()) {
      LoadedService entry = entries.get(forward.config().name());
      if (entry != null && entry.service().leadsAs(forward.config())) {
        configure(forward, entry);
      }
    }
  }

  /** The context of a forward is known now: what was set for that holds. */
  void placed(Forward forward, Map<String, LoadedService> entries) {
    LoadedService entry = entries.get(forward.config().name());
    if (entry != null && forward.equals(forwards.get(entry.name()))) {
      configure(forward, entry);
    }
  }

  private void configure(Forward forward, LoadedService entry) {
    ServiceConfig now = entry.under(settings, context(entry)).now();
    if (!now.isSameAs(forward.config())) {
      forward.configure(now);
    }
    forward.clusters(settings.over(entry.origin().clusters()));
  }

  /** Returns the forwards that run now, by name. */
  Map<String, Forward> forwards() {
    return Map.copyOf(forwards);
  }

  @Nullable Forward find(String name) {
    return forwards.get(name);
  }

  /** Returns the names of the services that run, in order. */
  Set<String> names() {
    return forwards.keySet();
  }

  /** Returns the forwards of these names that run. */
  List<Forward> all(Collection<String> names) {
    return names.stream().map(forwards::get).filter(Objects::nonNull).toList();
  }

  /**
   * Returns whether no service of these names is about to become something else by itself.
   *
   * @param throughOutages whether one whose cluster is offline is
   */
  boolean isSettled(List<String> names, boolean throughOutages) {
    return all(names).stream().allMatch(forward -> forward.isSettled(throughOutages));
  }

  /** Returns which of these services have begun, and processed all messages until now. */
  Beginnings beginnings(List<String> names) {
    Map<String, CompletableFuture<Void>> begun = new LinkedHashMap<>();
    for (String name : names) {
      Forward forward = forwards.get(name);
      begun.put(
          name, forward == null ? CompletableFuture.completedFuture(null) : forward.caughtUp());
    }
    return new Beginnings(begun);
  }

  /** A forward has reached its API server: others that could not try at once. */
  void serverAnswers(Forward connected) {
    String route = connected.route();
    if (route != null) {
      forwards.values().forEach(forward -> forward.serverAnswers(route));
    }
  }

  /** Starts a service that can be started, unless it runs, and returns whether it did. */
  boolean start(Gate.Pass pass) {
    LoadedService loaded = pass.service();
    ServiceConfig service = loaded.service();
    if (forwards.containsKey(service.name())) {
      return false;
    }
    Settled before = before(service);
    ForwardOrigin origin = loaded.origin();
    Forward forward =
        new Forward(
            loaded.under(settings, before.context()).now(),
            origin.with(settings.over(origin.clusters())),
            before,
            parts,
            changed);
    forwards.put(service.name(), forward);
    forward.start(shutdowns.before(service));
    return true;
  }

  /**
   * Ends what is not there anymore, and starts again what leads elsewhere; all other changes are
   * applied to the forward that runs.
   *
   * @return the services that ended, since their file does not let them continue
   */
  List<LoadedService> follow(Map<String, LoadedService> entries) {
    List<LoadedService> stopped = new ArrayList<>();
    List<Gate.Pass> changed = new ArrayList<>();
    for (Forward forward : List.copyOf(forwards.values())) {
      ServiceConfig old = forward.config();
      LoadedService entry = entries.get(old.name());
      if (entry == null) {
        end(old.name());
        forget(old.name());
      } else if (entry.service().enabled() && entry.service().leadsAs(old)) {
        configure(forward, entry);
      } else {
        end(old.name());
        if (!Objects.equals(entry.service().target().context(), old.target().context())) {
          settle(old.name(), settled(old.name()).in(null));
        }
        Gate.Pass pass = Gate.goOn(entry, old);
        if (pass == null) {
          forget(old.name());
          stopped.add(entry);
        } else {
          changed.add(pass);
        }
      }
    }
    changed.forEach(this::start); // at last: one may take the port that another gave up
    return stopped;
  }

  /** A context that the configuration names holds over one that was settled on before. */
  private Settled before(ServiceConfig service) {
    Settled before = settled(service.name());
    String named = service.target().context();
    return named == null ? before : before.in(named);
  }

  /** Lets a service come back to what it settled on. */
  void settle(String name, Settled before) {
    settled.put(name, before);
  }

  /** Begins the end of a forward, if it runs. */
  void end(String name) {
    Forward forward = forwards.remove(name);
    if (forward != null) {
      settle(name, forward.settled());
      shutdowns.end(forward);
    }
  }

  /** Forgets what a service settled on: the next start finds it again. */
  void forget(String name) {
    settled.remove(name);
  }

  /** Returns the context of a service: the one it settled on, else its file's; null: not known. */
  @Nullable String context(LoadedService service) {
    String settled = settled(service.name()).context();
    return settled == null ? service.service().target().context() : settled;
  }

  /** Returns what a service settled on. */
  Settled settled(String name) {
    Forward forward = forwards.get(name);
    return forward == null ? settled.getOrDefault(name, Settled.NOTHING) : forward.settled();
  }
}
