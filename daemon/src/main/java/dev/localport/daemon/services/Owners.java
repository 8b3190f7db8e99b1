package dev.localport.daemon.services;

import dev.localport.api.HealthChange;
import dev.localport.api.ReconnectAttempt;
import dev.localport.api.ServiceStatus;
import dev.localport.api.ServiceTrouble;
import dev.localport.api.StatusChange;
import dev.localport.daemon.forward.Forward;
import dev.localport.daemon.forward.StatusOf;
import dev.localport.daemon.forward.rules.ForwardState;
import dev.localport.daemon.health.HealthView;
import dev.localport.daemon.health.HealthWord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * For whom services run. A bound service ends with the last of its owners; one that runs by itself
 * may have owners too, which only get notifications, as the watchers do of all. Confined to its
 * owner.
 */
final class Owners {
  private final Map<String, Set<Owner>> holders = new HashMap<>(); // of bound services, never empty
  private final Map<Owner, Map<String, State>> heard = new HashMap<>(); // of all owners
  private final Map<String, String> health = new HashMap<>(); // of services, as last reported
  private final List<ServiceWatcher> watchers = new ArrayList<>();

  /** What an owner knows of a service. */
  private record State(String word, @Nullable String reason) {}

  /** Notifies a watcher of all services from now on. */
  void watch(ServiceWatcher all) {
    watchers.add(all);
  }

  /** Returns those of the services that do not end with their owners. */
  List<String> unbound(Collection<String> names) {
    return names.stream().filter(name -> !holders.containsKey(name)).toList();
  }

  /**
   * Adds an owner.
   *
   * @param isNew whether the service begins with this; one that runs by itself continues to do so
   */
  void hold(String name, Owner owner, boolean isNew) {
    heard.computeIfAbsent(owner, _ -> new HashMap<>());
    if (isNew) {
      holders.put(name, new HashSet<>(Set.of(owner)));
    } else {
      Set<Owner> others = holders.get(name);
      if (others != null) {
        others.add(owner);
      }
    }
  }

  /** Notifies an owner of what happens to services; one that has let go meanwhile does not. */
  void hear(Owner owner, List<ServiceStatus> services) {
    Map<String, State> known = heard.get(owner);
    if (known != null) {
      for (ServiceStatus service : services) {
        known.put(service.name(), new State(service.state(), service.reason()));
      }
    }
  }

  /** Tells what became of a forward, if that is news. */
  void tell(Forward forward, ForwardState before, ForwardState after, Instant now) {
    StatusChange change = StatusOf.change(forward, before, after, now);
    if (change != null) {
      tell(change);
    }
    ReconnectAttempt attempt = StatusOf.attempt(forward, after, now);
    if (attempt != null) {
      watchers.forEach(watcher -> watcher.onRetry(attempt));
    }
  }

  /** Tells what a health check showed, if that is news. */
  void tellHealth(Forward forward, Instant now) {
    HealthView view = forward.health();
    String name = forward.config().name();
    String word = view.word().word();
    String before = health.put(name, word);
    String previous = before == null ? HealthWord.UNKNOWN.word() : before;
    if (!word.equals(previous)) {
      HealthChange change =
          new HealthChange(name, forward.settled().context(), previous, word, view.failure(), now);
      watchers.forEach(watcher -> watcher.onHealth(change));
    }
  }

  /** Tells that something was asked of a service. */
  void tellAsked(Forward forward, String what) {
    String context = forward.settled().context();
    watchers.forEach(watcher -> watcher.onAsked(forward.config().name(), context, what));
  }

  /** Tells that a file was loaded, or why it was not. */
  void tellConfiguration(String file, @Nullable String why) {
    watchers.forEach(watcher -> watcher.onConfiguration(file, why));
  }

  /** Notifies all that need it and have not been notified: a change may come behind its result. */
  void tell(StatusChange change) {
    State now = new State(change.current(), change.reason());
    heard.forEach((owner, known) -> {
      if (known.containsKey(change.service()) && !now.equals(known.put(change.service(), now))) {
        owner.onChange(change);
      }
    });
    watchers.forEach(watcher -> watcher.onChange(change));
  }

  /** Notifies the owners of a service, and the watchers, of what is wrong with it. */
  void tell(ServiceTrouble trouble) {
    heard.forEach((owner, known) -> {
      if (known.containsKey(trouble.service())) {
        owner.onTrouble(trouble);
      }
    });
    watchers.forEach(watcher -> watcher.onTrouble(trouble));
  }

  /** Receives what runs: services that ended with their file are not bound anymore. */
  void retain(Set<String> running) {
    holders.keySet().retainAll(running);
    health.keySet().retainAll(running);
  }

  /** Lets a service run without owners, or end. */
  void free(String name) {
    holders.remove(name);
  }

  /** Forgets an owner, and returns the services that end with that. */
  List<String> letGo(Owner owner) {
    heard.remove(owner);
    List<String> left = new ArrayList<>();
    holders.forEach((name, owners) -> {
      if (owners.remove(owner) && owners.isEmpty()) {
        left.add(name);
      }
    });
    left.forEach(holders::remove);
    return left;
  }
}
